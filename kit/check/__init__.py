"""What is wrong with a folder of notebooks, found before anybody joins."""

"""What strangers try, against a real server: one file for each kind of attack."""

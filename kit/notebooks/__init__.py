"""The folder of notebooks on the disk: their cells and tags, and its agendas."""

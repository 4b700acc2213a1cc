"""One file for each command of `kit`."""

"""What one phone, one stranger or one empty seat can do to a room: a file for each kind."""

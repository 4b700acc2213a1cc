"""The addresses of the server, and what a browser gets there."""

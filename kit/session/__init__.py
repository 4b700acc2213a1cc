"""A live run as values: phases, progress along the agenda, commitments, pairs."""

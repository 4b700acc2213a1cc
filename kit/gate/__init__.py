"""Submissions go in, snapshots come out: the only way from answers to numbers."""

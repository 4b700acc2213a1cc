"""Attacks and faults against real servers, a file for each kind."""

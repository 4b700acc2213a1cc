"""What each role may see of a round now: the only way out of the gate."""

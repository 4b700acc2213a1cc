"""Simulated people, who join and answer through what a form uses."""

"""What runs inside a kernel: joining a session from a notebook, and the room kernel of the seats."""

"""What runs inside a kernel: joining a session from a notebook, and the seats' room kernel."""

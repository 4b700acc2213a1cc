"""Voilà with the kit's doors: roles, join pages, and the relay between phones and room kernels."""

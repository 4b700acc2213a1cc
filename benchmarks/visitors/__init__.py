"""Phones of other systems as far as HTTP and WebSocket go: one module for each protocol."""

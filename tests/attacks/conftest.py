"""The real server that is attacked, and browsers for it."""

from tests.server.conftest import facilitator, folder, server, store, visitor

__all__ = ["facilitator", "folder", "server", "store", "visitor"]

"""One real server for each file of attacks, as the tests of the server have it."""

from tests.server.conftest import facilitator, folder, server, store, visitor

__all__ = ["facilitator", "folder", "server", "store", "visitor"]

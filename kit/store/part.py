"""What every part of the store stands on."""

from __future__ import annotations

from kit.store.database import Database
from kit.store.notices import Notices


class Part:
    """A part of the store.

    Args:
        database: Where everything is kept.
        notices: Told after every change.
    """

    def __init__(self, database: Database, notices: Notices) -> None:
        self.database = database
        self.notices = notices

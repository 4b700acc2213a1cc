"""Memos: the one note that the dashboards of a session show each other, until it is cleared."""

from __future__ import annotations

import secrets

from sqlalchemy import insert, select

from kit.session.memo import Memo
from kit.store.erasure import erase_rows
from kit.store.part import Part
from kit.store.schema import memos
from kit.store.sessions import get_live_session_row

MARK_BYTES = 8


class Memos(Part):
    """The part of the store that keeps memos; the end of a session erases its own."""

    def write_memo(self, code: str, words: str) -> str:
        """Leave a memo, in the place of the one that stands there.

        Args:
            code: Code of the session.
            words: What it says, as `clean_memo` gives it.

        Returns:
            Its mark.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: It has ended.
        """
        mark = secrets.token_hex(MARK_BYTES)
        with self.database.write() as connection:
            get_live_session_row(connection, code)
            erased = erase_rows(connection, memos, memos.c.code == code)
            connection.execute(insert(memos), {"code": code, "words": words, "mark": mark})
        if erased:
            self.database.scrub()
        self.notices.publish(code, "memo")
        return mark

    def clear_memo(self, code: str, mark: str) -> None:
        """Erase a memo; one that another dashboard has put into its place meanwhile stays."""
        with self.database.write() as connection:
            chosen = (memos.c.code == code) & (memos.c.mark == mark)
            erased = erase_rows(connection, memos, chosen)
        if erased:
            self.database.scrub()
        self.notices.publish(code, "memo")

    def get_memo(self, code: str) -> Memo:
        """Read what the dashboards of a session show; one without words where that is nothing."""
        query = select(memos.c.words, memos.c.mark).where(memos.c.code == code)
        with self.database.read() as connection:
            row = connection.execute(query).one_or_none()
        return Memo() if row is None else Memo(row.words, row.mark)

"""A reader chooses the language of the pages in one browser."""

from __future__ import annotations

import re

from tornado.web import HTTPError

from kit.language.languages import find_language
from kit.server.handlers.handler import Handler
from kit.server.handlers.languages import COOKIE

OWN_PAGE = re.compile(r"/(?!/)[A-Za-z0-9/_-]*")  # an address of the kit's, and of nobody else


class LanguageChoice(Handler):
    """`/language/<tag>`: the choice is kept until the browser is closed."""

    def get(self, tag: str) -> None:
        """Keep the choice, and go back to the page it was made on.

        Raises:
            HTTPError: There is no such language, or the way back is no page of the kit's.
        """
        back = self.get_query_argument("from", "/")
        if find_language(tag) is None or not OWN_PAGE.fullmatch(back):
            raise HTTPError(404)
        self.set_cookie(
            COOKIE,
            tag,
            expires_days=None,
            httponly=True,
            samesite="Lax",
            secure=self.is_secure,
            path=f"{self.public.base}/",
        )
        self.redirect(back)

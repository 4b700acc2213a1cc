"""Which language a page speaks: what its reader has chosen, else the session's or the server's."""

from __future__ import annotations

from tornado.web import RequestHandler

from kit.language.languages import find_language, list_languages, negotiate

COOKIE = "kit_language"


def find_chosen(handler: RequestHandler) -> str:
    """The tag of the language that this browser's reader has chosen; "" for none."""
    tag = handler.get_cookie(COOKIE, "") or ""
    return tag if find_language(tag) else ""


def find_liked(handler: RequestHandler) -> str:
    """The tag of the language that a browser asks for, among those there are."""
    tags = [each.tag for each in list_languages()]
    return negotiate(handler.request.headers.get("Accept-Language", ""), tags, tags[0])

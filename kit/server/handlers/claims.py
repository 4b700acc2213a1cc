"""The door for a name below a sentence: it asks for a key, and wants to know of no seat."""

from __future__ import annotations

import json

from tornado.web import HTTPError

from kit.errors import KitError
from kit.gate.claims import claim_sentence
from kit.server.handlers.participant import SessionHandler

LONGEST = 4096  # bytes; a key and a name take a tenth of it


class Claim(SessionHandler):
    """`/s/<code>/claim`: the key of a shown sentence, and the name to put below it.

    A page sends it without its seat's cookie. One that comes all the same is not looked at, but
    that whoever has none waits until it is their turn to try a code.
    """

    async def post(self, given: str) -> None:
        """Answer `{"error": ""}` where the name stands now, or what is wrong in words.

        Raises:
            HTTPError: It is no such message.
        """
        session = await self.get_session(given)
        told = read_claim(self.request.body)
        try:
            given_by = told.get("key"), told.get("name")
            await self.house.write(claim_sentence, session.code, *given_by)
        except KitError as error:
            self.set_status(422)
            self.write({"error": str(error)})
        else:
            self.write({"error": ""})


def read_claim(body: bytes) -> dict[str, object]:
    """Read what a page has sent.

    Raises:
        HTTPError: It is too long, or no JSON object.
    """
    if len(body) > LONGEST:
        raise HTTPError(413)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise HTTPError(400)
    return told

"""What is printed before a session: a sheet for the door, those of its notebooks, blank forms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from kit.errors import KitError
from kit.exercise.leader_fields import list_leader_fields
from kit.forms.paper import render_paper
from kit.notebooks.sheets import read_sheets
from kit.server.handlers.exercises import ExercisesHandler, Parts
from kit.server.handlers.facilitator import build_address
from kit.server.handlers.leader import list_cards
from kit.server.handlers.templates import spell_code, spell_host
from kit.server.links import draw_qr_svg
from kit.session.progress import name_exercise
from kit.store.leader_words import LeaderPart


class SessionPrint(ExercisesHandler):
    """`/facilitate/<code>/print`: everything of a session that may be wanted on paper."""

    async def get(self, given: str) -> None:
        """Show the sheets, each of which can be left out."""
        if not await self.let_in(f"{build_address(given)}/print"):
            return
        session = await self.get_known(given)
        folder = self.house.find_folder(session.language)
        join_url = f"{self.house.origin}/join/{session.code}"
        blanks = await self.find_parts(session)
        exercises = [
            (
                name_exercise(name, session.rows),
                find_sheets(folder / name),
                [render_paper(part) for part in blanks[name]],
            )
            for name in dict.fromkeys(session.agenda)
        ]
        self.show(
            "print.html",
            session=session,
            welcome=self.house.find_welcome(session),
            host=spell_host(join_url),
            code=spell_code(session.code),
            qr=Markup(draw_qr_svg(join_url)),  # noqa: S704 -- drawn here
            exercises=exercises,
            cards=list_cards(folder, session, list_leading(blanks)),
            list_fields=list_leader_fields,
        )

    post = get


def list_leading(asked: Mapping[str, Parts]) -> list[LeaderPart]:
    """The exercises in which a leader goes first, with nothing written yet."""
    return [
        LeaderPart(notebook, parts[0])
        for notebook, parts in asked.items()
        if parts and parts[0].leader is not None
    ]


def find_sheets(path: Path) -> list[tuple[str, Markup]]:
    """The sheets of a notebook; none where it cannot be read, as its dashboard says."""
    try:
        return read_sheets(path)
    except KitError:
        return []

"""A team over time: what its sessions have shown, a line for each, and the team's name."""

from __future__ import annotations

from kit.charts.history import CARDS, draw_cards, draw_measures
from kit.errors import ResponseError
from kit.export.history import list_history, render_history
from kit.language import N_, _
from kit.language.formats import join_quoted
from kit.notebooks.languages import list_titles
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.standing import Standing
from kit.session.session import Session
from kit.session.teams import LONGEST_TEAM
from kit.store import Store
from kit.views.history import History, read_history

ASKING = ("welcome.ipynb", "safety_pulse.ipynb", "check_out.ipynb")
"""Those of the kit with questions that are looked at over time."""
NO_TEAM = N_("Its people are simulated, so it belongs to no team.")
NOT_YOURS = N_("Whoever has begun the session decides which team it is with. Ask there.")


class TeamPage(FacilitatorHandler):
    """`/facilitate/<code>/team`: the team of a session over time, and what it is called."""

    async def get(self, given: str) -> None:
        """Show what the sessions of the team have shown, as far as they are the reader's."""
        if await self.let_in(f"{build_address(given)}/team") and (
            session := await self.find_led(given)
        ):
            await self.show_team(session)

    async def post(self, given: str) -> None:
        """Give the team another name; or the key, typed in."""
        if not await self.let_in(f"{build_address(given)}/team"):
            return
        session = await self.find_led(given)
        name = self.get_argument("team", None)
        if session is None:
            return
        try:
            if name is not None and not await self.house.write(
                name_team, self.standing, session.code, name
            ):
                self.show_message(403, _("This is not yours to change"), _(NOT_YOURS))
                return
        except ResponseError as error:
            self.set_status(400)
            await self.show_team(session, str(error), name)
            return
        self.redirect(f"{build_address(given)}/team", status=303)

    async def find_led(self, given: str) -> Session | None:
        """The session that the address names; None where it is in no team, which is said then.

        From what a team answers alone the way leads to the session that it comes after.
        """
        session = await self.get_known(given)
        if session.is_scheduled and session.follows:
            self.redirect(f"{build_address(session.follows)}/team")
        elif session.rehearsal:
            self.show_message(404, _("A rehearsal has no team"), _(NO_TEAM))
        else:
            return session
        return None

    async def show_team(self, session: Session, fault: str = "", typed: str | None = None) -> None:
        """Answer with the page.

        Args:
            session: The session whose team it is.
            fault: What could not be taken, in words.
            typed: The name that was typed; None for the team's.
        """
        history = await self.house.read(read_own_history, session.code, self.standing)
        may_name = await self.house.read(self.standing.may_invite, session.code)
        self.show(
            "team.html",
            session=session,
            may_name=may_name,
            typed=session.team if typed is None else typed,
            longest=LONGEST_TEAM,
            fault=fault,
            history=history,
            pictures=draw_measures(history),
            cards=draw_cards(history),
            cards_title=_(CARDS),
            asking=join_quoted(list_titles(self.house.find_folder(session.language), ASKING)),
        )


class TeamFile(TeamPage):
    """`/facilitate/<code>/team/file`: the same lines as a table, for a spreadsheet."""

    async def get(self, given: str) -> None:
        """Answer with the file, which the browser saves."""
        if not await self.let_in(f"{build_address(given)}/team/file"):
            return
        session = await self.find_led(given)
        if session is None:
            return
        history = await self.house.read(read_own_history, session.code, self.standing)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        name = f"{session.code}-team.csv"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(render_history(list_history(history)))

    post = get


def name_team(store: Store, standing: Standing, code: str, name: str) -> bool:
    """Give a session's team a name, if the session is that of whoever asks.

    Somebody who was let into one session alone could otherwise put it after another one by a
    guessed name, and see that one's cards.

    Returns:
        Whether it was.
    """
    if not standing.may_invite(store, code):
        return False
    store.set_team(code, name, standing.list_led(store))
    return True


def read_own_history(store: Store, code: str, standing: Standing) -> History:
    """Read what those sessions of a team have shown that a browser may lead."""
    return read_history(store, code, lambda each: standing.may_lead(store, each))

"""Questions that a team answers alone, four weeks after a session: set up, given on, seen."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from tornado.web import HTTPError

from kit.errors import KitError, ResponseError
from kit.language import N_, _
from kit.notebooks.agenda import Agenda
from kit.notebooks.notebook import list_notebooks
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.links import draw_qr_svg
from kit.server.schedule import Schedule
from kit.session.headcount import read_people
from kit.session.plan import Row
from kit.session.schedule import (
    NOTEBOOK,
    TITLE,
    Stage,
    find_stage,
    plan_days,
    read_days,
)
from kit.session.session import Phase, Session, describe_day
from kit.store import Store

FEWEST = 5  # people of a team; with fewer nothing could ever be shown
PEOPLE = N_(
    "Enter how many people the team has, {fewest} to 9999. With fewer nothing can be shown."
)
REHEARSED = N_("Its people are simulated, and nobody is asked later on.")
MISSING = N_(
    "The folder of exercises has no {name}. Copy it there from those that come with the kit."
)


class Afterwards(FacilitatorHandler):
    """`/facilitate/<code>/afterwards`: three questions on a link, without a facilitator."""

    async def get(self, given: str) -> None:
        """Show the questions after a session, or the form that sets them up."""
        session = await self._enter(given)
        if session is not None:
            await self._show(session)

    async def post(self, given: str) -> None:
        """Set the questions up, or throw away those that have not been closed."""
        session = await self._enter(given)
        if session is None:
            return
        try:
            if self.get_argument("away", ""):
                await self._throw_away(session)
            elif self.get_argument("opens_on", None) is not None:
                await self._begin(session)
        except KitError as error:
            self.set_status(400)
            await self._show(session, str(error))
        else:
            self.redirect(f"{build_address(session.code)}/afterwards", status=303)

    async def _enter(self, given: str) -> Session | None:
        """The session that the questions come after; None where the answer has been given."""
        if not await self.let_in(f"{build_address(given)}/afterwards"):
            return None
        session = await self.get_known(given)
        if session.is_scheduled and session.follows:
            self.redirect(f"{build_address(session.follows)}/afterwards")
        elif session.rehearsal:
            self.show_message(404, _("A rehearsal has no questions afterwards"), _(REHEARSED))
        else:
            return session
        return None

    async def _begin(self, session: Session) -> None:
        """Set the questions up as the form asks.

        Raises:
            ResponseError: A field cannot be taken as it is.
            KitError: There are questions already, or the folder has no notebook for them.
        """
        schedule: Schedule = self.settings["kit_schedule"]
        opens_on, closes_on = (self.get_argument(name, "") for name in ("opens_on", "closes_on"))
        days = read_days(opens_on, closes_on, schedule.read_day())
        people = read_people(self.get_argument("people", ""))
        if people is None or people < FEWEST:
            raise ResponseError(_(PEOPLE, fewest=FEWEST), prompt="people")
        if NOTEBOOK not in list_notebooks(self.house.find_folder(session.language)):
            raise KitError(_(MISSING, name=NOTEBOOK))
        standing = self.standing

        def check(store: Store) -> None:
            if not (standing.may_begin(store) and standing.may_lead(store, session.code)):
                raise HTTPError(403)

        await self.house.begin_session(
            _(TITLE, title=session.title),
            Agenda("", "", None, (Row(NOTEBOOK),)),
            follows=session.code,
            owner=self.account,
            check=check,
            days=days,
            people=people,
            language=session.language,
        )
        await schedule.look()

    async def _throw_away(self, session: Session) -> None:
        """Erase the questions with all that was answered. What has been published stays."""
        code = await self.write_leading(session.code, end_unpublished, session.code)
        if code:
            await self.house.close_room(code)
            await self.write_leading(session.code, Store.purge_session, code)

    async def _show(self, session: Session, fault: str = "") -> None:
        schedule: Schedule = self.settings["kit_schedule"]
        today, standing = schedule.read_day(), self.standing
        after = await self.house.read(Store.find_scheduled, session.code)
        link = f"{self.house.origin}/join/{after.code}" if after else ""
        opens, closes = plan_days(session.held_on, today)
        people = await self.house.read(Store.find_people, session.code)
        typed = {
            "opens_on": self.get_argument("opens_on", opens.isoformat()),
            "closes_on": self.get_argument("closes_on", closes.isoformat()),
            "people": self.get_argument("people", str(people or session.expected or "")),
        }
        self.show(
            "afterwards.html",
            session=session,
            day=describe_day(session.held_on),
            after=after,
            stage=find_stage(after, today).value if after else "",
            outcome=await self.house.read(find_outcome, after, today) if after else "",
            opens=describe_day(after.opens_on) if after else "",
            closes=describe_day(after.closes_on) if after else "",
            link=link,
            qr=Markup(draw_qr_svg(link)) if link else "",  # noqa: S704 -- drawn here
            may_begin=await self.house.read(standing.may_begin),
            closed=_(self.house.closed),
            typed=typed,
            today=today.isoformat(),
            fault=fault,
        )


def end_unpublished(store: Store, code: str) -> str:
    """End the questions after a session without a result, unless the server has closed them.

    Whoever asks may have looked before the server did. What it has published would be erased.

    Returns:
        Their code; "" where there are none, or they are closed.
    """
    after = store.find_scheduled(code)
    if after is None or after.ended:
        return ""
    store.end_session(after.code)
    return after.code


def find_outcome(store: Store, after: Session, today: date) -> str:
    """What has become of the questions on a day; "" while all is as it should be.

    Returns:
        "stuck" where the exercise could not be opened yet, "shown" where there is a result,
        "withheld" where too few have answered, "unopened" where nobody could answer: the server was
        not running then, or somebody has ended them.
    """
    current = store.get_round(after.code)
    if not after.ended:
        due = find_stage(after, today) is Stage.OPEN and current.phase is Phase.PREPARE
        return "stuck" if due else ""
    if current.phase is not Phase.REVEALED:
        return "unopened"
    return "shown" if store.list_snapshots(current.id) else "withheld"

"""What an installation does with people's data, from how it really runs: for those who sign it."""

from __future__ import annotations

from dataclasses import dataclass

from kit.exercise.policy import DEFAULT_POLICY
from kit.language import N_, _, ngettext
from kit.server.handlers.handler import COOKIE_DAYS, SEAT_DAYS
from kit.server.hosting import Hosting

NOT_ENCRYPTED = N_(
    "What travels is not encrypted. On a network of others somebody could read it along."
)
PROXY = N_("A proxy stands before it, which sees what a server sees of a browser: its address.")
ALONE = N_(
    "Who has the key that the server prints at its start, or keeps in a file, may lead and see all "
    "sessions; who has a session's own link, that one."
)
SIGNED_IN = N_(
    "Facilitators sign in with their accounts. A session belongs to whoever has begun it and those "
    "they invite; the account's name is kept with it. Whoever has the server's key opens all."
)


@dataclass(frozen=True)
class Answer:
    """One question of a works council or a privacy officer, and what holds here.

    Attributes:
        question: As it would be asked.
        sentences: The answer.
    """

    question: str
    sentences: tuple[str, ...]


def describe_processing(hosting: Hosting, origin: str) -> tuple[Answer, ...]:
    """What is done with data on a server, in the order in which it is asked about.

    Args:
        hosting: What its operator has settled.
        origin: The address under which browsers come.
    """
    return (
        Answer(
            _("What is it for?"),
            (
                _(
                    "A team talks about trust. People answer short questions on their own phones, "
                    "and the room talks about what the group as a whole has said."
                ),
                _("Taking part is free. Any question may be skipped, and so may all of it."),
            ),
        ),
        Answer(_("Where are the data?"), _describe_place(hosting, origin)),
        Answer(_("What is kept, and for how long?"), _describe_keeping(hosting)),
        Answer(_("Who can see what?"), _describe_eyes(hosting)),
        Answer(
            _("What is left on people's devices?"),
            (
                _(
                    "One cookie for the seat, for {days} days, so that an answer can be changed; "
                    "{longer} days where a team answers alone until a last day. It follows nobody "
                    "anywhere.",
                    days=COOKIE_DAYS,
                    longer=SEAT_DAYS,
                ),
                _(
                    "Until the tab is closed, the browser keeps what was typed or tapped and a "
                    "list of what it has sent, for its owner to look at."
                ),
            ),
        ),
        Answer(_("What is written down besides?"), _describe_logs(hosting)),
        Answer(
            _("How can somebody object, or have something erased?"),
            (
                _(
                    "By not answering. A sent answer can be changed until the round is closed. "
                    "After that nobody can tell which was whose, so none can be looked up, "
                    "corrected or taken out alone."
                ),
                _(
                    "A signed card is taken away by its writer or by the facilitator. A whole "
                    "session is erased by whoever runs the machine, with the command kit purge "
                    "and its code."
                ),
                _("Say so to the facilitator, or to the person named below."),
            ),
        ),
        Answer(
            _("What does it not protect from?"),
            (
                _(
                    "From whoever runs the machine while a round is open, from a person's own "
                    "wording, from everybody answering the same, and from several colleagues "
                    "acting together."
                ),
            ),
        ),
    )


def _describe_keeping(hosting: Hosting) -> tuple[str, ...]:
    copies = _("A copy that somebody has made, such as a backup, keeps what was in it.")
    return (
        _(
            "Single answers: from the moment they are sent until the facilitator closes the "
            "round, or until the last day of questions that a team answers alone is over. Then "
            "they are added up and erased. No name, account, address, device or time stands "
            "beside them."
        ),
        _(
            "Results of the group, and sentences that enough people allowed to be shown: until "
            "the session is erased."
        ),
        _(
            "With a name, because it is made to be seen: signed cards and notes, and what a "
            "leader says or writes on purpose. Cards can be taken back; all of it goes with "
            "the session."
        ),
        f"{_describe_end(hosting.keep_days)} {copies}",
    )


def _describe_place(hosting: Hosting, origin: str) -> tuple[str, ...]:
    secure = origin.startswith("https:")
    place = _(
        "In one database file on the machine that runs the kit; browsers reach it at {origin}. "
        "No other company takes part, and pages load nothing from anywhere else.",
        origin=origin,
    )
    if hosting.cluster is not None:
        place = _(
            "In a PostgreSQL database that the kit's servers share; browsers reach them at "
            "{origin}. Pages load nothing from anywhere else. Whoever runs the database can see "
            "how many have answered and when. Answers of an open round are encrypted there, under "
            "a key that is in no log and no backup and is deleted when the round closes.",
            origin=origin,
        )
    return (
        place,
        _("What travels is encrypted (TLS).") if secure else _(NOT_ENCRYPTED),
        *([_(PROXY)] if hosting.public.origin and hosting.tls is None else []),
    )


def _describe_end(days: int) -> str:
    if days:
        return ngettext(
            "Sessions are erased by themselves {n} day after they have ended.",
            "Sessions are erased by themselves {n} days after they have ended.",
            days,
        )
    return _("Sessions stay until somebody erases them: nothing is erased by its age here.")


def _describe_eyes(hosting: Hosting) -> tuple[str, ...]:
    return (
        _(
            "Everybody in the room sees the group's results, from {k} answers on unless an "
            "exercise says another number. From fewer, nothing is shown. Until the close pages "
            "show how far the room is; an exercise that fills meanwhile, such as the marble jar, "
            "moves by several answers at a time.",
            k=DEFAULT_POLICY.k,
        ),
        _(
            "The facilitator sees the same, and before the room the sentences that people allow to "
            "be shown. No page shows who answered what, the facilitator's neither."
        ),
        _(SIGNED_IN) if hosting.accounts is not None else _(ALONE),
        _(
            "Whoever runs the machine could read the answers of an open round, or change the "
            "program. Participants never sign in."
        ),
    )


def _describe_logs(hosting: Hosting) -> tuple[str, ...]:
    told = [_("The log has faults in it, and no person: no address, no code, no answer.")]
    if hosting.metrics is not None:
        told.append(
            _(
                "Figures of the machine's state are given to a monitoring system, rounded so that "
                "nobody's answer can be read off them."
            )
        )
    if hosting.public.origin and hosting.tls is None:
        told.append(_("What the proxy writes down is for whoever runs that to say."))
    return tuple(told)

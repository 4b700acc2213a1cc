"""Whatever a person can read is marked for translation: the source is read, and tells what is not.

A folder of the package is held from the day on which its words are marked. The command line, what
is checked in notebooks, and what stands in a terminal are not: they follow.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.language.extraction import PACKAGE
from tests.language.unmarked import READERS, list_hidden

HELD = (
    "charts",
    "client",
    "console",
    "errors",
    "exercise",
    "export",
    "forms",
    "gate",
    "lifecycle",
    "pictures",
    "rehearsal",
    "server",
    "session",
    "store",
    "views",
    "widgets",
)
"""Folders and modules of `kit` whose words are marked."""
NOT_OURS = {"node_modules", "static", "stand-ins", "workshops"}
ALL = ("",)

NO_WORDS: dict[str, tuple[str, ...]] = {
    # What a part of a page is remembered by.
    "client/src/cells.js": ("view {}", "html {}"),
    # Names in Jupyter and in browsers; and of the pictures of a talk, for the stage alone.
    "client/src/manager.js": ("Model",),
    "client/src/phones.js": ("Aborted",),
    "client/src/stage.js": ("Page",),
    "widgets/scene.js": ("A talk",),
    # A style; and categories of Unicode.
    "charts/svg.py": ("\\1 width=", "{}<g transform="),
    "exercise/lines.py": ("Cc", "Cs"),
    "session/session.py": ("Cf",),
    # How people are addressed, in several languages.
    "session/personal_data.py": ("Mr Mrs Ms",),
    # What a trainer reads below a cell.
    "errors.py": (
        "Did you mean",
        "The choices are",
        "{} has not",
        "{} is given",
        "{} {} m",
        "{}the",
    ),
    "exercise/exercise.py": ("exercise {}",),
    "exercise/choice.py": ("{} has no letters",),
    "exercise/notes.py": ('SentenceNumber("number"',),
    "rehearsal/answers.py": ALL,
    "rehearsal/scripts.py": ALL,
    # Names: of people, and of a session that a trainer tries in a notebook.
    "rehearsal/notes.py": ALL,
    "rehearsal/rehearsal.py": ("Rehearsal",),
    # Said in the terminal, at the start of a server or by the command `kit export`.
    "export/export.py": ("There is no session with", "This session is a rehearsal", "{} "),
    "server/handlers/participant.py": ("shard",),
    "server/app.py": ("Port {}",),
    "server/draining.py": ALL,
    "server/forwarded.py": ALL,
    "server/hub_service.py": ALL,
    "server/jupyter_data.py": ALL,
    "server/lab.py": ALL,
    "server/look_ahead.py": ALL,
    "server/metrics_place.py": ALL,
    "server/occupancy.py": ALL,
    "server/public_url.py": ALL,
    "server/signing.py": ALL,
    "server/tls.py": ALL,
    "store/__init__.py": ALL,
    "store/copies.py": ALL,
    "store/database.py": ALL,
    "store/nodes.py": ALL,
    "store/postgres.py": ALL,
    "store/sqlite.py": ALL,
    "store/facilitator_keys.py": ("The facilitator's key has been taken back",),
    "store/update.py": ALL,
    # SQL.
    "store/first_migrations.py": ALL,
    "store/migrations.py": ALL,
    "store/bridge.py": ALL,
    "store/lost_keys.py": ("LOCK TABLE",),
    # Written into the log, from a constant.
    "server/calm_log.py": ALL,
    "server/kernels/settings.py": ("A session that expects",),
    "server/connections.py": ALL,
    "server/retention.py": ALL,
    "server/schedule.py": ALL,
    # What a terminal shows of servers that share a database.
    "server/cluster.py": ALL,
    # What `kit check` says of a notebook.
    "server/kernels/trial.py": ALL,
    # For monitoring: names, types and what they count.
    "server/metrics.py": ALL,
    # For programmers.
    "server/store_threads.py": ALL,
    # HTTP.
    "server/handlers/compression.py": ("{}; charset=",),
    # The close of a line says it; the page that is loaded again asks for the key.
    "server/handlers/page_socket.py": ("This page opens with the facilitator's key",),
    # The name of a cell, as tracebacks have it.
    "server/handlers/voila_page.py": ("{}, cell {}",),
    # Names of fields, never shown.
    "server/handlers/leader.py": ("edition {}", "whose {}"),
    # A macro that writes attributes.
    "server/templates/leader.html": ('aria-describedby="', 'aria-invalid="true"'),
    # The name of the kit on a tile of JupyterLab.
    "server/tile.py": ("Trust workshop",),
}
"""What looks like words and is none, or is for no page: its beginnings by file, with the reason."""


def list_files(held: str) -> list[Path]:
    """The files of a folder that may say something, or the one module."""
    place = PACKAGE / held
    found = sorted(place.rglob("*.*")) if place.is_dir() else [place.with_suffix(".py")]
    return [
        path
        for path in found
        if path.suffix in READERS and not NOT_OURS.intersection(path.relative_to(PACKAGE).parts)
    ]


FILES = [path.relative_to(PACKAGE).as_posix() for held in HELD for path in list_files(held)]


@pytest.mark.parametrize("name", FILES)
def test_what_people_read_is_marked(name: str) -> None:
    path, reasoned = PACKAGE / name, NO_WORDS.get(name, ())
    found = READERS[path.suffix](path.read_text("utf-8"))
    left = [f"line {line}: {text}" for line, text in found if not text.startswith(reasoned)]
    assert left == [], "mark it as kit/language has it, or say in NO_WORDS what else it is"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".html", ".j2"))])
def test_no_template_gives_another_meaning_to_what_marks_its_words(name: str) -> None:
    assert list_hidden(PACKAGE.joinpath(name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", NO_WORDS)
def test_every_exception_is_needed(name: str) -> None:
    path = PACKAGE / name
    found = [text for _line, text in READERS[path.suffix](path.read_text("utf-8"))]
    for beginning in NO_WORDS[name]:
        assert any(text.startswith(beginning) for text in found), beginning


@pytest.mark.parametrize(
    ("kind", "source", "found"),
    [
        (".html", "<p>Thank you</p>", ["Thank you"]),
        (".html", '<p>{{ _("Thank you") }}</p><style>p { top: 0 }</style>', []),
        (".html", '<a aria-label="Go on" class="wide">{{ name }}</a>', ["Go on"]),
        (".html", '<p{% if wide %} class="wide"{% endif %}>{{ n }}</p>', []),
        (".html", '{{ "Make a link" if new else _("Make a new link") }}', ["Make a link"]),
        (".html", '{{ "None" if lone }}{{ "kit-wide" if wide }}', ["None"]),
        (".html", "<p>{{ title }}, {{ code }}</p>", []),
        (".j2", "<p>{{ n }} answers</p>", ["answers"]),
        (".py", 'msg = "Try again."', ["Try again."]),
        (".py", 'say(_("Try again."), N_("Say it"), pgettext("a verb", "Open"))', []),
        (".py", '"""A module."""\ndef f():\n    """Does something."""', []),
        (".py", 'say(_(f"Try {what} again."))', ["Try {} again."]),
        (".py", 'say(_("Try it." if n else "Try again."))', ["Try it.", "Try again."]),
        (".py", 'say(_("Try {what} again.", what="One more"))', ["One more"]),
        (".py", 'label = "Send"\nheader = "Origin"', ["Send"]),
        (".py", 'words = f"{n} answers"', ["{} answers"]),
        (".py", 'name = f"{code}-report.html"', []),
        (".py", "f'{_(TRY)} {more or \"Or not.\"}'", ["Or not."]),
        (".py", 'raise KitError("It is over.")', ["It is over."]),
        (".py", 'raise ValueError("It is no day.")', []),
        (".py", 'if x:\n    msg = f"{x} is no day."\n    raise ValueError(msg)', []),
        (".py", 'msg = "It is over."\nraise KitError(msg)', ["It is over."]),
        (".py", 'log.info("It is over.")\nnews.info("It is over.")', ["It is over."]),
        (".py", 'def f(x: "Some thing") -> dict["Some thing", int]: ...', []),
        (".js", 'say("Time is up");', ["Time is up"]),
        (".js", 'say(_("Time is up")); ngettext("{n} left", "{n} left", f(n))', []),
        (".js", "say(`${n} of ${all}`);", ["{} of {}"]),
        (".js", "say(_(`Only ${n} of all`));", ["Only {} of all"]),
        (".js", "say(`${n ? `Stop ${n}` : _(`Go on`)} now`);", ["Stop {}", "{} now"]),
        (".js", 'words.replace(/["(]/g, ""); say("Time is up");', ["Time is up"]),
        (".js", 'throw new Error("No such thing."); console.warn("It is odd.");', []),
        (".js", 'make("span", n ? `of ${n}` : "");', ["of {}"]),
        (".js", 'press("Next", "Escape"); // It is a comment.', ["Next"]),
        (".js", 'import { _ } from "./words.js"; make("p", "kit-time left");', []),
    ],
)
def test_a_reader_finds_what_is_not_marked(kind: str, source: str, found: list[str]) -> None:
    assert [text for _line, text in READERS[kind](source)] == found


def test_a_template_that_hides_what_marks_its_words_is_found() -> None:
    assert list_hidden("{% set _ = ids.append(1) %}{% for _ in ids %}{% endfor %}") == ["_", "_"]
    assert list_hidden("{% set added = ids.append(1) %}{{ _(added) }}") == []

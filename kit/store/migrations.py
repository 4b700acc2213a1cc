"""How a database gets its tables: numbered steps, which `update.py` takes.

Steps are only ever appended. A step that has been released is never changed, and none of them
reads `schema.py`: a step builds what was right when it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)


def add_first_tables(connection: Connection) -> None:
    """Sessions with seats, rounds with staged submissions, and the snapshot ledger."""
    metadata = MetaData()

    def round_id() -> Column[int]:
        owner = ForeignKey("rounds.id")
        return Column("round_id", Integer, owner, primary_key=True, autoincrement=False)

    Table(
        "sessions",
        metadata,
        Column("code", Text, primary_key=True),
        Column("title", Text, nullable=False),
        Column("agenda", JSON, nullable=False),
        Column("seat_key", LargeBinary),
        Column("people", Integer),
        Column("ended", Boolean, nullable=False),
    )
    Table(
        "seats",
        metadata,
        Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
        Column("seat_hash", LargeBinary, primary_key=True),
        sqlite_with_rowid=False,
    )
    Table(
        "rounds",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("code", Text, ForeignKey("sessions.code"), nullable=False),
        Column("number", Integer, nullable=False),
        Column("notebook", Text, nullable=False),
        Column("phase", Text, nullable=False),
        Column("definition", JSON),
        Column("policy", JSON),
        Column("ends_at", Double),
        UniqueConstraint("code", "number"),
    )
    Table("leaders", metadata, round_id(), Column("payload", JSON, nullable=False))
    Table(
        "round_keys",
        metadata,
        round_id(),
        Column("round_key", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "staged",
        metadata,
        round_id(),
        Column("seat_hash", LargeBinary, primary_key=True),
        Column("payload", JSON, nullable=False),
        Column("released", Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "snapshots",
        metadata,
        round_id(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("payload", JSON, nullable=False),
    )
    metadata.create_all(connection, checkfirst=False)


def add_texts(connection: Connection) -> None:
    """Released sentences, and how many there were to release."""
    metadata = MetaData()
    Table("rounds", metadata, Column("id", Integer, primary_key=True))
    added = (
        Table(
            "texts",
            metadata,
            Column("id", Integer, primary_key=True),
            Column("round_id", Integer, ForeignKey("rounds.id"), nullable=False),
            Column("prompt", Text, nullable=False),
            Column("text", Text, nullable=False),
            Column("shown", Boolean, nullable=False),
        ),
        Table(
            "text_counts",
            metadata,
            Column(
                "round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False
            ),
            Column("prompt", Text, primary_key=True),
            Column("count", Integer, nullable=False),
        ),
    )
    metadata.create_all(connection, tables=added, checkfirst=False)


def add_lock(connection: Connection) -> None:
    """Whether a session lets nobody else in."""
    connection.execute(text("ALTER TABLE sessions ADD COLUMN locked BOOLEAN DEFAULT 0 NOT NULL"))


def add_coin(connection: Connection) -> None:
    """Whether a round's delicate questions are answered through a coin."""
    connection.execute(text("ALTER TABLE rounds ADD COLUMN coin BOOLEAN DEFAULT 0 NOT NULL"))


def add_plan(connection: Connection) -> None:
    """What a session is planned to be, and where on its agenda a round stands."""
    for column in (
        *("sessions ADD COLUMN minutes JSON", "sessions ADD COLUMN expected INTEGER"),
        *("sessions ADD COLUMN held_on TEXT", "rounds ADD COLUMN place INTEGER"),
        "rounds ADD COLUMN began_at DOUBLE",
    ):
        connection.execute(text(f"ALTER TABLE {column}"))


def add_commitments(connection: Connection) -> None:
    """Signed cards, and which earlier session of a team a session follows."""
    metadata = MetaData()
    Table("sessions", metadata, Column("code", Text, primary_key=True))
    added = Table(
        "commitments",
        metadata,
        Column("id", Text, primary_key=True),
        Column("code", Text, ForeignKey("sessions.code"), nullable=False),
        Column("owner", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("notice", Text, nullable=False),
        Column("state", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    metadata.create_all(connection, tables=[added], checkfirst=False)
    connection.execute(text("ALTER TABLE sessions ADD COLUMN follows TEXT"))


def add_picture_and_rehearsal(connection: Connection) -> None:
    """Which picture stands on the screen of a round, and whether a session is a rehearsal."""
    for change in (
        "rounds ADD COLUMN picture TEXT DEFAULT '' NOT NULL",
        "sessions ADD COLUMN rehearsal BOOLEAN DEFAULT 0 NOT NULL",
    ):
        connection.execute(text(f"ALTER TABLE {change}"))


def add_presence(connection: Connection) -> None:
    """Whether somebody sits in a seat, and whether it has answered the open round."""
    for change in (
        "seats ADD COLUMN here BOOLEAN DEFAULT 1 NOT NULL",
        "seats ADD COLUMN answered BOOLEAN DEFAULT 0 NOT NULL",
    ):
        connection.execute(text(f"ALTER TABLE {change}"))
    # Up to here a close kept how many sentences it had not released.
    connection.execute(
        text(
            "UPDATE text_counts SET count = 0 WHERE NOT EXISTS (SELECT 1 FROM texts WHERE "
            "texts.round_id = text_counts.round_id AND texts.prompt = text_counts.prompt)"
        )
    )


def add_parts(connection: Connection) -> None:
    """Let one exercise have several rounds, one after the other."""
    for change in ("part INTEGER DEFAULT 0 NOT NULL", "later JSON"):
        connection.execute(text(f"ALTER TABLE rounds ADD COLUMN {change}"))


def add_breaks(connection: Connection) -> None:
    """Rows of an agenda that are no exercise, and the break after a round."""
    sessions = Table(
        "sessions",
        MetaData(),
        Column("code", Text, primary_key=True),
        Column("agenda", JSON),
        Column("minutes", JSON),
    )
    for row in connection.execute(select(sessions)).all():
        minutes = [*(row.minutes or ()), *[None] * len(row.agenda)]
        rows = [
            {
                "notebook": notebook,
                "minutes": planned,
                "title": "",
                "kind": "exercise",
                "droppable": False,
            }
            for notebook, planned in zip(row.agenda, minutes, strict=False)
        ]
        chosen = update(sessions).where(sessions.c.code == row.code)
        connection.execute(chosen.values(agenda=rows))
    for change in (
        "sessions DROP COLUMN minutes",
        "rounds ADD COLUMN break_place INTEGER",
        "rounds ADD COLUMN break_began_at DOUBLE",
    ):
        connection.execute(text(f"ALTER TABLE {change}"))


def add_known_and_left_out(connection: Connection) -> None:
    """How many answers of a round the room knows already, and which questions it leaves out."""
    for column in ("known INTEGER DEFAULT 0 NOT NULL", "left_out JSON"):
        connection.execute(text(f"ALTER TABLE rounds ADD COLUMN {column}"))


def add_notes(connection: Connection) -> None:
    """Signed notes, the names they may be for, and the numbers of shown sentences."""
    metadata = MetaData()
    Table("rounds", metadata, Column("id", Integer, primary_key=True))
    added = (
        Table(
            "notes",
            metadata,
            Column("id", Text, primary_key=True),
            Column("round_id", Integer, ForeignKey("rounds.id"), nullable=False),
            Column("kind", Text, nullable=False),
            Column("words", JSON, nullable=False),
            Column("state", Text, nullable=False),
            sqlite_with_rowid=False,
        ),
        Table(
            "names",
            metadata,
            Column(
                "round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False
            ),
            Column("name", Text, primary_key=True),
            Column("apart", Boolean, nullable=False),
            sqlite_with_rowid=False,
        ),
    )
    metadata.create_all(connection, tables=added, checkfirst=False)
    connection.execute(text("ALTER TABLE texts ADD COLUMN number INTEGER"))


def add_claims(connection: Connection) -> None:
    """By which key a released sentence can be claimed, and under which name it was."""
    for column in ("mark TEXT", "name TEXT"):
        connection.execute(text(f"ALTER TABLE texts ADD COLUMN {column}"))


def add_end(connection: Connection) -> None:
    """The day on which a session ended; of one that had ended before, the last that is known."""
    metadata = MetaData()
    connection.execute(text("ALTER TABLE sessions ADD COLUMN ended_on TEXT"))
    sessions = Table(
        "sessions",
        metadata,
        Column("code", Text, primary_key=True),
        Column("ended", Boolean),
        Column("held_on", Text),
        Column("ended_on", Text),
    )
    rounds = Table("rounds", metadata, Column("code", Text), Column("began_at", Double))
    last = select(rounds.c.code, func.max(rounds.c.began_at)).group_by(rounds.c.code)
    played = {row[0]: row[1] for row in connection.execute(last)}
    for row in connection.execute(select(sessions).where(sessions.c.ended)).all():
        began = played.get(row.code)
        day = "" if began is None else date.fromtimestamp(began).isoformat()
        known = max(row.held_on or "", day) or None
        chosen = update(sessions).where(sessions.c.code == row.code)
        connection.execute(chosen.values(ended_on=known))


def add_facilitators(connection: Connection) -> None:
    """Keys of facilitators' links, and whose a session is where facilitators sign in."""
    metadata = MetaData()
    Table(
        "facilitator_keys",
        metadata,
        Column("code", Text, primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("key_hash", LargeBinary),
        sqlite_with_rowid=False,
    )
    metadata.create_all(connection, checkfirst=False)
    for column in ("owner TEXT", "invited JSON"):
        connection.execute(text(f"ALTER TABLE sessions ADD COLUMN {column}"))


def add_leader_links(connection: Connection) -> None:
    """A leader's link, what a leader writes before a round begins, and when a team meets again."""
    metadata = MetaData()
    Table("sessions", metadata, Column("code", Text, primary_key=True))
    added = Table(
        "leader_words",
        metadata,
        Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
        Column("notebook", Text, primary_key=True),
        Column("definition", JSON, nullable=False),
        Column("payload", JSON, nullable=False),
        sqlite_with_rowid=False,
    )
    metadata.create_all(connection, tables=[added], checkfirst=False)
    for column in ("leader_key BLOB", "next_on TEXT"):
        connection.execute(text(f"ALTER TABLE sessions ADD COLUMN {column}"))


def add_talk_and_hybrid(connection: Connection) -> None:
    """The timer for talking, and whether some people of a session are in a call."""
    connection.execute(text("ALTER TABLE rounds ADD COLUMN talk JSON"))
    connection.execute(text("ALTER TABLE sessions ADD COLUMN hybrid BOOLEAN DEFAULT 0 NOT NULL"))


def add_stop_and_unseen(connection: Connection) -> None:
    """Since when a session is stopped, and whether the result of a round was left unseen."""
    for column in (
        "sessions ADD COLUMN stopped_at DOUBLE",
        "rounds ADD COLUMN unseen BOOLEAN DEFAULT 0 NOT NULL",
    ):
        connection.execute(text(f"ALTER TABLE {column}"))


def add_debriefs(connection: Connection) -> None:
    """What rooms said after a picture."""
    metadata = MetaData()
    Table("rounds", metadata, Column("id", Integer, primary_key=True))
    debriefs = Table(
        "debriefs",
        metadata,
        Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
        Column("draft", Text, nullable=False),
        Column("asked", Text, nullable=False),
        Column("kept", Text, nullable=False),
    )
    debriefs.create(connection)


def add_schedule(connection: Connection) -> None:
    """On which days a session opens and closes that nobody leads."""
    for column in ("opens_on", "closes_on"):
        connection.execute(text(f"ALTER TABLE sessions ADD COLUMN {column} TEXT"))


def add_team(connection: Connection) -> None:
    """The facilitator's name for the team that a session is with."""
    connection.execute(text("ALTER TABLE sessions ADD COLUMN team TEXT"))


Step = Callable[[Connection], None]

STEPS: tuple[Step, ...] = (
    add_first_tables,
    add_texts,
    add_lock,
    add_coin,
    add_plan,
    add_commitments,
    add_picture_and_rehearsal,
    add_presence,
    add_parts,
    add_breaks,
    add_known_and_left_out,
    add_notes,
    add_claims,
    add_end,
    add_facilitators,
    add_leader_links,
    add_talk_and_hybrid,
    add_stop_and_unseen,
    add_debriefs,
    add_schedule,
    add_team,
)

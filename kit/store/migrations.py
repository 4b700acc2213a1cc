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
    func,
    inspect,
    select,
    text,
    update,
)

from kit.store.first_migrations import (
    add_breaks,
    add_coin,
    add_commitments,
    add_first_tables,
    add_lock,
    add_parts,
    add_picture_and_rehearsal,
    add_plan,
    add_presence,
    add_texts,
)


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


def add_language(connection: Connection) -> None:
    """Which language a session's pages speak."""
    connection.execute(text("ALTER TABLE sessions ADD COLUMN language TEXT"))


def add_memos(connection: Connection) -> None:
    """The note that a session's dashboards show each other."""
    metadata = MetaData()
    Table("sessions", metadata, Column("code", Text, primary_key=True))
    memos = Table(
        "memos",
        metadata,
        Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
        Column("words", Text, nullable=False),
        Column("mark", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    memos.create(connection)


def add_leaders_in_turn(connection: Connection) -> None:
    """Leaders who speak after the first one, and exercises in which nobody goes first."""
    connection.execute(text("ALTER TABLE rounds ADD COLUMN leaderless BOOLEAN DEFAULT 0 NOT NULL"))
    metadata = MetaData()
    Table("rounds", metadata, Column("id", Integer, primary_key=True))
    more = Table(
        "more_leaders",
        metadata,
        Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("payload", JSON, nullable=False),
        sqlite_with_rowid=False,
    )
    more.create(connection)


def add_looking_back(connection: Connection) -> None:
    """How many of the sessions before it one may show."""
    connection.execute(text("ALTER TABLE sessions ADD COLUMN looks_back INTEGER"))


def add_nodes(connection: Connection) -> None:
    """Servers that share a database, and how often answers to a round were lost with it.

    Also which steps an older kit cannot go on with.
    """
    for change in (
        "rounds ADD COLUMN lost INTEGER DEFAULT 0 NOT NULL",
        "seats ADD COLUMN node TEXT",
        "sessions ADD COLUMN node TEXT",
    ):
        connection.execute(text(f"ALTER TABLE {change}"))
    metadata = MetaData()
    Table(
        "nodes",
        metadata,
        Column("name", Text, primary_key=True),
        Column("mark", LargeBinary, nullable=False),
        Column("seen_at", Double, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "node_rooms",
        metadata,
        Column("name", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("lost", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    metadata.create_all(connection, checkfirst=False)
    # A database that takes all steps now has the column from the first one.
    if "breaks" not in {each["name"] for each in inspect(connection).get_columns("migrations")}:
        added = "ALTER TABLE migrations ADD COLUMN breaks BOOLEAN DEFAULT true NOT NULL"
        connection.execute(text(added))


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
    add_language,
    add_memos,
    add_leaders_in_turn,
    add_looking_back,
    add_nodes,
)

ADDITIVE: frozenset[Step] = frozenset()
"""Steps with which a kit that does not know them goes on: they only add what may be left out."""

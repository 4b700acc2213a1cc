"""The first ten steps, from an empty database to breaks; `migrations.py` has the later ones."""

from __future__ import annotations

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

"""The tables as they stand after the last migration.

What is kept is in this one picture. No table has a column for an address, a device, a kernel or the
time of an answer, and none but those of what people sign or claim has one for a name; a session
names its facilitators, where they sign in. Rows that belong to a seat are keyed by a hash, so that
their order in the file says nothing about who came first.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

metadata = MetaData()

# Which migrations have run.
migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("breaks", Boolean, nullable=False, server_default=true()),  # an older kit stops here
)

# One live run with one team. The key hashes the tokens of its seats; it goes when the session ends.
sessions = Table(
    "sessions",
    metadata,
    Column("code", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("agenda", JSON, nullable=False),  # its rows
    Column("seat_key", LargeBinary),
    Column("people", Integer),
    Column("ended", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False, server_default=false()),
    Column("expected", Integer),
    Column("held_on", Text),
    Column("follows", Text),  # code of the team's earlier session, as long as that is there
    Column("rehearsal", Boolean, nullable=False, server_default=false()),
    Column("ended_on", Text),  # the day
    Column("owner", Text),  # the account of the facilitator who has begun it
    Column("invited", JSON(none_as_null=True)),  # accounts that may lead it too
    Column("leader_key", LargeBinary),  # hash of the key in the leader's link, none without a link
    Column("next_on", Text),  # the day on which the team meets again
    Column("hybrid", Boolean, nullable=False, server_default=false()),  # some are in a call
    Column("stopped_at", Double),  # since when it is stopped for a moment
    Column("opens_on", Text),  # days of a session that nobody leads: see `kit.session.schedule`
    Column("closes_on", Text),
    Column("team", Text),  # the facilitator's name for the team
    Column("language", Text),  # tag of the language its pages speak
    Column("looks_back", Integer),  # how many of the sessions before it may show; none for all
    Column("node", Text),  # server that has begun it, where several share a database
)

# The keys of facilitators' links, every one that there has been: of a session, or of the server,
# which opens all, under "*". The last generation counts; one without a hash has no key.
facilitator_keys = Table(
    "facilitator_keys",
    metadata,
    Column("code", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("key_hash", LargeBinary),
    sqlite_with_rowid=False,
)

# The browsers in a session. `here`: its page is open. `answered`: it has answered the open round,
# which is forgotten at the close. Both are 0 or 1, which SQLite overwrites where it stands.
seats = Table(
    "seats",
    metadata,
    Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
    Column("seat_hash", LargeBinary, primary_key=True),
    Column("here", Boolean, nullable=False, server_default=true()),
    Column("answered", Boolean, nullable=False, server_default=false()),
    Column("node", Text),  # the server that holds its page, where several share a database
    sqlite_with_rowid=False,
)

# The servers that share this database. `mark`: hashes of their secrets, which all of them have.
nodes = Table(
    "nodes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("mark", LargeBinary, nullable=False),
    Column("seen_at", Double, nullable=False),  # by the database's clock
    sqlite_with_rowid=False,
)

# How many phones of a session have lost their line to a server and are expected back.
node_rooms = Table(
    "node_rooms",
    metadata,
    Column("name", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("lost", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# One exercise played in a session. Definition and policy are fixed once the round has begun.
rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, ForeignKey("sessions.code"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("notebook", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("definition", JSON(none_as_null=True)),
    Column("policy", JSON(none_as_null=True)),
    Column("ends_at", Double),
    Column("coin", Boolean, nullable=False, server_default=false()),
    Column("place", Integer),
    Column("began_at", Double),
    Column("picture", Text, nullable=False, server_default=""),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("later", JSON(none_as_null=True)),  # definitions of the exercise's parts to come
    Column("break_place", Integer),
    Column("break_began_at", Double),
    Column("known", Integer, nullable=False, server_default="0"),
    Column("left_out", JSON(none_as_null=True)),
    Column(
        "talk", JSON(none_as_null=True)
    ),  # when its turns are over, and whether its clock has the screen
    Column("unseen", Boolean, nullable=False, server_default=false()),  # its result is erased
    Column("leaderless", Boolean, nullable=False, server_default=false()),  # nobody goes first
    Column("lost", Integer, nullable=False, server_default="0"),  # how often its answers were
    UniqueConstraint("code", "number"),
)

# The leader's own words, named by design and never counted.
leaders = Table(
    "leaders",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False),
)

# The words of leaders who have spoken after the first, in the order in which they spoke.
more_leaders = Table(
    "more_leaders",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False),
    sqlite_with_rowid=False,
)

# What a leader is asked, by exercise, and has written before its round began; then it goes there.
leader_words = Table(
    "leader_words",
    metadata,
    Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
    Column("notebook", Text, primary_key=True),
    Column("definition", JSON, nullable=False),
    Column("payload", JSON, nullable=False),
    sqlite_with_rowid=False,
)

# What the room said after a picture, in the facilitator's words: what is being written, what the
# screen asks the room about, and what the room has confirmed. Each is "" for nothing.
debriefs = Table(
    "debriefs",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("draft", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("kept", Text, nullable=False),
)

# The note that a session's dashboards show each other. The mark is drawn by chance; the tab that
# has written it keeps the same.
memos = Table(
    "memos",
    metadata,
    Column("code", Text, ForeignKey("sessions.code"), primary_key=True),
    Column("words", Text, nullable=False),
    Column("mark", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The keys that hash seats while a round is open. A table of its own, so that it can be emptied.
round_keys = Table(
    "round_keys",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("round_key", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Submissions of open rounds. The close empties it. On PostgreSQL each is sealed under its round's
# key, and the table of these keys is unlogged.
staged = Table(
    "staged",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("seat_hash", LargeBinary, primary_key=True),
    Column("payload", JSON().with_variant(LargeBinary, "postgresql"), nullable=False),
    Column("released", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# Sentences whose writers allowed it, released together at a close. They are numbered in the order
# of a hash of their words, which says nothing about who wrote them or who came first.
texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("rounds.id"), nullable=False),
    Column("prompt", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("number", Integer),  # from 1 in the order of showing; none until it is shown
    Column("mark", Text),  # hash of the key that claims it, until the exercise is over
    Column("name", Text),  # that its writer has put below it
)

# How many sentences a close has released, by prompt; 0 where there were too few to release any.
text_counts = Table(
    "text_counts",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("prompt", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Signed cards, named by design. Nothing leads from a card to a seat or an answer; the ids are drawn
# by chance, so that their order says nothing about who signed first.
commitments = Table(
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

# Signed notes of an exercise, named by design, with nothing beside their words but whether the room
# sees them. They belong to the round in which the exercise began, its first part.
notes = Table(
    "notes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("round_id", Integer, ForeignKey("rounds.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("state", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Names that the facilitator has entered for an exercise; they are erased when it is over. Who was
# dealt which of them is kept nowhere. `apart`: its cards are not for the wall.
names = Table(
    "names",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("apart", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# What the gate has published: only ever added to. Of a result that was left unseen no more stays
# than how many have answered each question.
snapshots = Table(
    "snapshots",
    metadata,
    Column("round_id", Integer, ForeignKey("rounds.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False),
)

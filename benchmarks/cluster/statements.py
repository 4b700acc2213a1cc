"""What one join and one answer ask of PostgreSQL: statements, round trips and milliseconds."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.cluster.load import SETTLING, Load

ENTRY = re.compile(
    r"^(?P<process>\d+) LOG:  duration: (?P<ms>[\d.]+) ms  "
    r"(?P<kind>parse|bind|execute|statement)(?: <\w+>)?: (?P<words>.*(?:\n\t.*)*)",
    re.MULTILINE,
)
TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|LOCK TABLE)\s+(?!unnest)([a-z_]+)")
SELECTED = re.compile(r"^SELECT (?!pg_|count).*?\sFROM ", re.DOTALL)
COUNTED = re.compile(r"^SELECT count\(.*?\sFROM ", re.DOTALL)
NUMBERS = re.compile(r"-?\d+")
OTHERS = ("migrations", "nodes")  # asked again and again, whoever joins
OF_KERNELS = ("memos", "staged")  # only kernels ask about these
ENDS = ("COMMIT", "ROLLBACK")
LONGEST = 90  # characters of a statement in the table


@dataclass(frozen=True)
class Statement:
    """One round trip to the database.

    Attributes:
        words: What was asked, without what differs from one time to the next.
        ms: How long the database worked on it.
    """

    words: str
    ms: float


@dataclass
class Transaction:
    """Statements of one connection from one commit to the next.

    Attributes:
        process: The process of PostgreSQL that has served it; each connection has its own.
        statements: All of them, with those that begin and end it.
    """

    process: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def tables(self) -> set[str]:
        """The tables it names."""
        return {name for each in self.statements for name in TABLE.findall(each.words)}


def read_transactions(log: str) -> list[Transaction]:
    """Read a log in which every statement stands with the time it took."""
    running: dict[str, Transaction] = {}
    done: list[Transaction] = []
    waiting: dict[str, float] = defaultdict(float)
    for found in ENTRY.finditer(log):
        process = found["process"]
        waiting[process] += float(found["ms"])
        if found["kind"] in ("parse", "bind"):
            continue  # of the same round trip as what is executed
        words = shorten(found["words"])
        current = running.setdefault(process, Transaction(process))
        current.statements.append(Statement(words, waiting.pop(process)))
        if words in ENDS:
            done.append(running.pop(process))
    return done


def shorten(words: str) -> str:
    """A statement on one line, without its columns and numbers."""
    line = " ".join(words.split())
    for pattern, short in ((COUNTED, "SELECT count FROM "), (SELECTED, "SELECT FROM ")):
        line = pattern.sub(short, line)
    return NUMBERS.sub("n", line)[:LONGEST]


def list_own(transactions: Sequence[Transaction]) -> list[Transaction]:
    """Those that belong to a join or an answer: not what servers ask again and again."""
    return [each for each in transactions if not each.tables.intersection(OTHERS)]


def sum_statements(log: str, people: int) -> dict[str, Any]:
    """What each of so many people has cost.

    Returns:
        {"servers", "kernels": {"transactions", "trips", "ms"}, "words": [[words, times, ms]]}.
    """
    own = list_own(read_transactions(log))
    views = {each.process for each in own if each.tables.intersection(OF_KERNELS)}
    kernels = [each for each in own if each.process in views]
    servers = [each for each in own if each.process not in views]
    return {
        "servers": sum_up(servers, people),
        "kernels": sum_up(kernels, people),
        "words": count_words(own, people),
    }


def sum_up(transactions: Sequence[Transaction], people: int) -> dict[str, float]:
    """Transactions, round trips and the database's milliseconds for each person."""
    statements = [one for each in transactions for one in each.statements]
    return {
        "transactions": len(transactions) / people,
        "trips": len(statements) / people,
        "ms": sum(each.ms for each in statements) / people,
    }


def count_words(transactions: Sequence[Transaction], people: int) -> list[list[Any]]:
    """Each statement with how often it was asked and how long it took, the most frequent first."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for each in transactions:
        for one in each.statements:
            found[one.words][0] += 1 / people
            found[one.words][1] += one.ms / people
    return sorted(([words, *spent] for words, spent in found.items()), key=lambda e: -e[1])


async def measure_statements(load: Load) -> dict[str, Any]:
    """One after another joins, then one after another answers, and the dashboard is open."""
    database = load.cluster.database
    await load.cluster.rest()
    figures: dict[str, Any] = {"people": load.people}
    with database.logged():
        await asyncio.sleep(SETTLING)
        for name in ("join", "answer"):
            before = len(database.read_log())
            for place, phone in enumerate(load.phones):
                await (phone.join() if name == "join" else phone.answer(f"One {place}", 3))
                await asyncio.sleep(SETTLING)
            figures[name] = sum_statements(database.read_log()[before:], load.people)
    return figures

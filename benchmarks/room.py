"""A room full of phones: all join at once, all answer at once, nobody does anything, reveal.

What can be repeated in one session is repeated there: answers, the reveal and the step to the next
exercise. Joining is repeated on servers that have just been started.

`python -m benchmarks.room 200` measures one room and prints it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from benchmarks.figures import find_spread, merge_runs
from benchmarks.machine import Cost, read_cost, read_seconds
from benchmarks.phones import Phone
from benchmarks.servers import serve_kit, wait_until_quiet
from benchmarks.windows import MILLISECONDS, open_chromium, open_page, press
from tests.processes import Server

SETTLING = 1.0  # seconds in which what follows a join or an answer comes to its end
IDLE = 10.0  # seconds
OTHERS = 100  # people for each kernel who sit there before memory is measured
HANDFUL = 5  # of them come at once
LIVE = 120  # people who answer one after another while the result is public
REPEATS = 3  # of joining, of the answers, of the reveal and of the next exercise
REPEATED = range(50, 201)  # people in a room that is measured so often
PACE = 0.05  # seconds between two of them
RESULT = "kit-results"
KINDS = ("one", "two", "three")
QUESTION = "Which one"


@dataclass(frozen=True)
class Room:
    """A session whose first exercise is open.

    Attributes:
        pid: The server's process.
        phones: Those that will come.
        console: The facilitator's page.
        screen: The projected page.
    """

    pid: int
    phones: list[Phone]
    console: Page
    screen: Page


async def measure_room(people: int, *, kernels: int = 1) -> dict[str, Any]:
    """Measure one room.

    Args:
        people: Phones that join.
        kernels: Room kernels of the session.

    Returns:
        Figures by what happens: "join", "answer", "idle", "reveal", "next", "live". What was
        repeated is there as its median, and once more run by run in "runs".
    """
    repeats = REPEATS if people in REPEATED else 1
    figures: dict[str, Any] = {"people": people, "kernels": kernels}
    async with open_room(people, kernels, rounds=repeats) as room:
        joins = [await measure_joining(room.pid, room.phones)]
        turns = []
        for turn in range(repeats):
            if turn:
                await open_next(room)
            else:
                figures["idle"] = await measure_idle(room.pid)
            turns.append(await measure_round(room))
        await asyncio.to_thread(wait_until_quiet, room.pid)
        figures["live"] = await measure_live(room)
    for _ in range(repeats - 1):
        async with open_room(people, kernels) as room:
            joins.append(await measure_joining(room.pid, room.phones))
    names = ("answer", "reveal", "next")
    runs = {"join": joins, **{name: [each[name] for each in turns] for name in names}}
    figures |= {name: merge_runs(each) for name, each in runs.items()}
    figures["join"] |= await measure_memory(people, kernels=kernels)
    return {**figures, "runs": runs}


@asynccontextmanager
async def open_room(people: int, kernels: int, *, rounds: int = 1) -> AsyncIterator[Room]:
    """A server that has come to rest, with its pages open and its first exercise too."""
    with serve_kit(kernels=kernels, rounds=rounds, rested=False) as server:
        phones = [Phone(server.links["port"], server.code) for _ in range(people)]
        async with open_chromium() as browser:
            console, screen = await open_pages(browser, server)
            await press(console, "Open")
            await asyncio.to_thread(wait_until_quiet, server.pid)
            yield Room(server.pid, phones, console, screen)
        for phone in phones:
            phone.close()


async def measure_round(room: Room) -> dict[str, Any]:
    """Answers, the reveal and the step to the next exercise."""
    return {
        "answer": await measure_answers(room.pid, room.phones),
        "reveal": await measure_reveal(room),
        "next": await measure_next(room),
    }


async def open_next(room: Room) -> None:
    """Open the exercise that has come, as soon as its pages are there."""
    button = room.console.get_by_role("button", name="Open", exact=True)
    await button.wait_for()
    gone = "n => !(n in window.kitShown)"
    await room.screen.wait_for_function(gone, arg=str(len(room.phones)), timeout=MILLISECONDS)
    await press(room.console, "Open")
    await asyncio.sleep(SETTLING)


async def measure_memory(people: int, *, kernels: int = 1) -> dict[str, float]:
    """What each of so many more people costs a room in which others sit already.

    A process that has just started has memory to spare that it once took from the system: the
    first people seem to cost nothing, and a small room looks cheaper than a large one. They come a
    few at a time, or what the server needs for a moment would be counted as theirs.

    Returns:
        {"memory": MB for each person, "server_memory": what of it the server's own process takes}.
    """
    with serve_kit(kernels=kernels) as server:
        phones: list[Phone] = []
        costs: list[Cost] = []
        for more in (OTHERS * kernels, people):
            come = [Phone(server.links["port"], server.code) for _ in range(more)]
            phones += come
            for first in range(0, more, HANDFUL):
                await asyncio.gather(*[phone.join() for phone in come[first : first + HANDFUL]])
            await asyncio.sleep(SETTLING)
            costs.append(read_cost(server.pid))
        for phone in phones:
            phone.close()
    cost = share_cost(costs[0], costs[1], people)
    return {name: each for name, each in cost.items() if "memory" in name}


async def open_pages(browser: Browser, server: Server) -> tuple[Page, Page]:
    """The facilitator's page and the screen, as they are open in every session."""
    console, _ = await open_page(browser)
    await console.goto(server.links["facilitator_url"])
    await console.get_by_role("button", name="Open", exact=True).wait_for()
    screen, _ = await open_page(browser)
    await screen.goto(server.links["screen_url"])
    await screen.get_by_text(server.code).first.wait_for()
    return console, screen


async def measure_joining(pid: int, phones: list[Phone]) -> dict[str, Any]:
    """All join at once."""
    before, own = read_cost(pid), read_seconds()
    started = time.time()
    joined = await asyncio.gather(*[phone.join() for phone in phones])
    took, own = time.time() - started, read_seconds() - own
    await asyncio.sleep(SETTLING)
    return {
        "seconds": took,
        "drawn": find_spread([drawn for drawn, _ready in joined]),
        "ready": find_spread([ready for _drawn, ready in joined]),
        "kilobytes": sum(phone.received for phone in phones) / len(phones) / 1000,
        "requests": sum(phone.requests for phone in phones) / len(phones) + 1,  # and the line
        "phones_cpu": own / len(phones),
        **share_cost(before, read_cost(pid), len(phones)),
    }


async def measure_answers(pid: int, phones: list[Phone]) -> dict[str, Any]:
    """All answer at once."""
    before = read_cost(pid)
    started = time.time()
    answered = await asyncio.gather(
        *[phone.answer(f"Sentence {place}", place % 7 + 1) for place, phone in enumerate(phones)]
    )
    took = time.time() - started
    await asyncio.sleep(SETTLING)
    cost = share_cost(before, read_cost(pid), len(phones))
    return {"seconds": took, "receipt": find_spread(answered), **cost}


async def measure_idle(pid: int) -> dict[str, Any]:
    """Nobody does anything."""
    before = read_cost(pid).seconds
    started = time.time()
    await asyncio.sleep(IDLE)
    used = read_cost(pid).seconds - before
    return {"share": used / (time.time() - started)}


async def measure_reveal(room: Room) -> dict[str, Any]:
    """The result goes to every phone and to the screen."""
    pid, phones, console, screen = room.pid, room.phones, room.console, room.screen
    people = str(len(phones))
    closed = [phone.wait_for_words("The round is closed") for phone in phones]
    pressed = await press(console, "Close")
    closing = [seen - pressed for seen in await asyncio.gather(*closed)]
    shown = [phone.wait_for_words(RESULT) for phone in phones]
    before = read_cost(pid)
    pressed = await press(console, "Reveal")
    phones_have_it = [seen - pressed for seen in await asyncio.gather(*shown)]
    await screen.wait_for_function("n => n in window.kitShown", arg=people, timeout=MILLISECONDS)
    on_screen = await screen.evaluate("n => window.kitShown[n]", people)
    cost = share_cost(before, read_cost(pid), len(phones))
    return {
        "closed": find_spread(closing),
        "phones": find_spread(phones_have_it),
        "screen": on_screen - pressed,
        "cpu": cost["cpu"],
    }


async def measure_next(room: Room) -> dict[str, Any]:
    """The next exercise comes to every phone."""
    pid, phones, console = room.pid, room.phones, room.console
    before = read_cost(pid)
    moved = [phone.wait_for(lambda frame: frame["type"] == "page") for phone in phones]
    pressed = await press(console, "Next exercise")
    seconds = [seen - pressed for seen in await asyncio.gather(*moved)]
    await asyncio.sleep(SETTLING)
    return {
        "phones": find_spread(seconds),
        "cpu": share_cost(before, read_cost(pid), len(phones))["cpu"],
    }


async def measure_live(room: Room) -> dict[str, Any]:
    """One after another answers while the result is public: from Send to the screen."""
    phones, console, screen = room.phones, room.console, room.screen
    for page in (console, screen):  # they load themselves again
        await page.get_by_text(QUESTION).first.wait_for(state="attached")
    await console.locator("summary", has_text="Who is in the room").click()
    field = console.get_by_label("People in the room")  # nothing is shown live before that
    await field.fill(str(len(phones)))
    await field.press("Tab")
    await press(console, "Open")
    await asyncio.sleep(SETTLING)
    sent: list[float] = []
    for place, phone in enumerate(phones[:LIVE]):
        sent.append(await phone.choose(KINDS[place % 3]))
        await asyncio.sleep(PACE)
    await asyncio.sleep(SETTLING)
    shown = await screen.evaluate("window.kitShown")
    delays = find_delays(sent, {int(number): seen for number, seen in shown.items()})
    if not delays:
        return {}
    return {
        "publications": len(delays),
        "screen": find_spread(delays),
    }


def find_delays(sent: list[float], shown: dict[int, float]) -> list[float]:
    """How long after the answer that completed it each result was on the screen.

    Args:
        sent: When Send was pressed, the first answer first.
        shown: When the screen first showed so many answers.
    """
    return [
        seen - sent[number - 1]
        for number, seen in sorted(shown.items())
        if 0 < number <= len(sent) and seen >= sent[number - 1]
    ]


def share_cost(before: Cost, after: Cost, people: int) -> dict[str, float]:
    """What something has cost for each person: processor seconds and MB."""
    return {
        "cpu": (after.seconds - before.seconds) / people,
        "server_cpu": (after.server - before.server) / people,
        "kernel_cpu": (after.kernels - before.kernels) / people,
        "memory": (after.memory - before.memory) / people,
        "server_memory": (after.server_memory - before.server_memory) / people,
    }


def main() -> None:
    """Measure one room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=60)
    parser.add_argument("--room-kernels", type=int, default=1, metavar="N")
    given = parser.parse_args()
    figures = asyncio.run(measure_room(given.people, kernels=given.room_kernels))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

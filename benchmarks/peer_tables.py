"""The room of others beside the kit's, as Markdown."""

from __future__ import annotations

from benchmarks.tables import (
    OTHERS,
    THOUSAND,
    WARNING,
    Figures,
    get,
    render_table,
    show,
    show_run,
)

BUSY = 0.2  # cores that others took, above which times are not to be trusted


def render_peer_rooms(figures: Figures) -> str:
    """Rooms of the same size: the kit's own of the same run, and then the others."""
    peers: list[Figures] = list(figures.get("peer_rooms", []))
    if not peers:
        return "None of the others was there in this run: `make bench-peers` installs them.\n"
    rooms: list[Figures] = []
    for people in sorted({each["people"] for each in peers}):
        kit = figures["rooms"].get(str(people), {"people": people})
        rooms += [{"name": "kit", **kit}, *[each for each in peers if each["people"] == people]]
    head = ["system, phones", "all joined", "median phone", "server ms per join"]
    head += ["phones' own ms", "MB per participant", "all answered", OTHERS]
    busy = max(get(each, "others") or 0.0 for each in rooms) > BUSY
    told = f"Measured on {figures['about']['date']}.{f' {WARNING}' if busy else ''}"
    return f"{render_table(head, [build_row(each) for each in rooms])}\n{told}\n"


def build_row(room: Figures) -> list[str]:
    """One system with so many phones; dashes where it did not work."""
    return [
        f"{room['name']}, {room['people']}",
        f"{show_run(room, 'join', 'seconds', 1)} s",
        f"{show_run(room, 'join', 'ready.median', 1)} s",
        show_run(room, "join", "cpu", 0, THOUSAND),
        show_run(room, "join", "phones_cpu", 0, THOUSAND),
        show(get(room, "join.memory")),
        f"{show_run(room, 'answer', 'seconds', 1)} s",
        show(get(room, "others"), 1),
    ]

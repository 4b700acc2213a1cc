"""The room of others beside the kit's, as Markdown."""

from __future__ import annotations

from benchmarks.tables import (
    OTHERS,
    THOUSAND,
    Figures,
    get,
    render_table,
    show,
    show_run,
    warn_of_others,
)


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
    told = f"Measured on {figures['about']['date']}.{warn_of_others(rooms)}"
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

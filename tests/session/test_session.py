"""Phases in their order, roles that may or may not, codes that survive being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import PhaseError, RoleError
from kit.session.plan import Row, make_rows
from kit.session.session import (
    CODE_LENGTH,
    CODE_LETTERS,
    Phase,
    Role,
    Round,
    Session,
    check_role,
    describe_day,
    find_following,
    get_next_phase,
    move_end,
    new_code,
    new_seat_token,
    normalise_code,
)


def walk(leader_first: bool) -> list[str]:
    """All phases a round passes."""
    passed = [Phase.PREPARE]
    while passed[-1] != Phase.DONE:
        passed.append(get_next_phase(passed[-1], leader_first))
    return [str(phase) for phase in passed]


def test_a_round_passes_all_phases_where_the_leader_goes_first() -> None:
    assert walk(leader_first=True) == ["prepare", "leader", "open", "closed", "revealed", "done"]


def test_a_round_without_a_leader_opens_at_once() -> None:
    assert walk(leader_first=False) == ["prepare", "open", "closed", "revealed", "done"]


def test_a_round_is_over_from_its_close_and_shown_from_its_reveal() -> None:
    assert [str(phase) for phase in Phase if phase.is_over] == ["closed", "revealed", "done"]
    assert [str(phase) for phase in Phase if phase.is_shown] == ["revealed", "done"]


def test_there_is_nothing_after_done() -> None:
    with pytest.raises(PhaseError, match="Start the next exercise"):
        get_next_phase(Phase.DONE, leader_first=True)


def test_a_role_passes_only_where_it_is_allowed() -> None:
    check_role(Role.FACILITATOR, Role.FACILITATOR)
    check_role(Role.SCREEN, Role.FACILITATOR, Role.SCREEN)
    for role in (Role.PARTICIPANT, Role.SCREEN):
        with pytest.raises(RoleError, match=f"Only the facilitator may do this, not the {role}"):
            check_role(role, Role.FACILITATOR)


def test_a_code_is_eight_letters_that_no_eye_confuses() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == CODE_LENGTH == 8 for code in codes)
    assert all(set(code) <= set(CODE_LETTERS) for code in codes)
    assert not set(CODE_LETTERS) & set("0O1ILAEU")


@given(st.data())
def test_a_code_is_found_however_it_was_typed(data: st.DataObject) -> None:
    code = new_code()
    typed = "".join(
        data.draw(st.sampled_from(("", " ", "-", "\u2013", "\u00a0", "\n")))
        + data.draw(st.sampled_from((letter, letter.lower(), chr(ord(letter) + 0xFEE0))))
        for letter in code
    )
    assert normalise_code(typed) == code
    assert normalise_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "Code: BCDF GHJK.",
        "my code is bcdf - ghjk!",
        "join _bcdfghjk_ now",
        "[BCDFGHJK]",
        "http://192.168.1.5:8866/join/BCDFGHJK/",
        "workshop.example/s/bcdf-ghjk",
        "see http://workshop.example/screen/BCDFGHJK?ticket=MNPQRSTV#top please",
        "URL:HTTPS://WORKSHOP.EXAMPLE/JOIN/BCDFGHJK",
        "https://bcd.example/?code=bcdfghjk",
        "https://mail.example/url?q=https%3A%2F%2Fbcd.example%2Fjoin%2FBCDFGHJK&sa=D",
        "workshop.example/join/BCDF%20GHJK",
        "workshop.example/join/BCDF GHJK now",
        "workshop.example/join/BCDFGHJK,please",
        "www.tv-bcd.example/join/ BCDF GHJK",
        '<a href="/join/BCDFGHJK">Join</a>',
        "[join](https://workshop.example//join//BCDFGHJK//)",
        "SMTHG HHH BCDF GHJK",
        "TV, channel 12: B, C, D, F, G, H, J, K",
        "\ufeffBC\u200b\u200b\u200b\u200b\u2060DF\u00a0GHJK\u200f",
        "\uff22\uff23\uff24\uff26\u3000\uff27\uff28\uff2a\uff2b",
        "\u201eBCDF\n GHJK\u201c",
        f"{'please ' * 100} BCDFGHJK",
    ],
)
def test_a_code_is_found_in_whatever_was_pasted_with_it(typed: str) -> None:
    assert normalise_code(typed) == "BCDFGHJK"


@pytest.mark.parametrize(
    "typed", ["BCDFGHJKM", "BCDF GHJ", "12BCDFGHJK", "no code at all", "\u0661"]
)
def test_what_is_no_code_is_taken_as_it_is(typed: str) -> None:
    assert normalise_code(typed) == typed.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Session code: RRG JDG", "RRGJDG"),
        ("https://bcdf.example/join/RRGJDG/", "RRGJDG"),
        ("https://bcdf.example/", ""),
        ("\U0001f642", ""),
        ("\u0412\u0421DF GHJK", "\u0412\u0421DFGHJK"),
    ],
)
def test_of_what_holds_no_code_nothing_else_is_taken_for_one(typed: str, taken: str) -> None:
    assert normalise_code(typed) == taken


def test_a_day_is_said_in_words() -> None:
    assert describe_day("2026-03-02") == "2 March 2026"
    assert describe_day("") == ""


def test_a_seat_token_has_128_random_bits_and_fits_into_an_address() -> None:
    tokens = {new_seat_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 22 for token in tokens)
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_a_code_does_not_get_into_a_log_by_its_session_or_round() -> None:
    session = Session("BCDFGH", "Team", (Row("marble_jar.ipynb"),))
    current = Round(1, "BCDFGH", 1, "marble_jar.ipynb", Phase.PREPARE)
    assert "BCDFGH" not in repr(session) + repr(current)
    assert not session.ended
    assert current.exercise is None


@given(
    st.floats(0, 2e9),
    st.floats(-1e4, 1e4),
    st.floats(0, 2e9),
)
def test_a_timer_never_ends_in_the_past(ends_at: float, seconds: float, now: float) -> None:
    moved = move_end(ends_at, seconds, now)
    assert moved >= now
    if seconds > 0:
        assert moved > max(ends_at, now) or moved == max(ends_at, now) + seconds


def test_more_time_counts_from_now_once_time_is_up() -> None:
    assert move_end(100.0, 60.0, now=40.0) == 160.0
    assert move_end(100.0, 60.0, now=300.0) == 360.0
    assert move_end(100.0, -60.0, now=70.0) == 70.0


def test_the_agenda_tells_what_follows() -> None:
    def find(agenda: tuple[str, ...], number: int, notebook: str) -> str:
        current = Round(1, "BCDFGH", number, notebook, Phase.REVEALED)
        return find_following(Session("BCDFGH", "Team", make_rows(agenda)), current)

    assert find(("a", "b", "c"), 1, "a") == "b"
    assert find(("a", "b", "c"), 3, "c") == ""
    assert find(("a", "b", "a", "c"), 3, "a") == "c"
    assert find(("a", "b", "c"), 5, "b") == "c"  # played again, out of turn
    assert find(("a", "b"), 1, "elsewhere") == ""


def test_a_round_knows_its_place_on_the_agenda_whatever_its_number() -> None:
    session = Session("BCDFGH", "Team", make_rows("abac"))
    again = Round(1, "BCDFGH", 7, "a", Phase.REVEALED, place=0)
    assert (again.agenda_place, find_following(session, again)) == (0, "b")
    later = Round(1, "BCDFGH", 7, "a", Phase.REVEALED, place=2)
    assert (later.agenda_place, find_following(session, later)) == (2, "c")

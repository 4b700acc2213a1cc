"""Questions that are left out where too few are here: once, at the opening, for every phone."""

# Holds kit/gate/known.py too: known answers are tried where numbers are.

from __future__ import annotations

import pytest

import kit
from kit.errors import DefinitionError, ResponseError
from kit.exercise.exercise import Exercise
from kit.gate.least import list_left_out
from kit.gate.promise import describe_promise
from kit.gate.publication import close_round, find_own_submission, submit
from kit.gate.results import foresee_close
from kit.lifecycle import open_round
from kit.pictures.bars import read_result
from kit.pictures.marble_jar import marble_jar
from kit.pictures.sentences import sentences
from kit.pictures.words import words
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store
from kit.views.round import View, get_view
from kit.views.scene import describe_scene
from kit.views.status import describe_next
from tests.store.sample import add_seats, get_shown, prepare_round

EXERCISE = Exercise(
    "mistakes",
    prompts=[
        kit.YesNo("quiet", "Did you keep quiet?", least=8),
        kit.Choice("kind", "Which?", options=["a", "b"], least=7),
        kit.Scale("cost", "How costly?"),
        kit.Text("lesson", "One lesson", least=8),
    ],
)
TEXT = "Not asked: that takes 8 people when the form opens"


def open_with(store: Store, seats: int, *, known: int = 0, people: int | None = None) -> Round:
    current = prepare_round(store, EXERCISE)
    add_seats(store, current.code, seats)
    store.set_known(current.id, known, expected=0)
    store.set_people(current.code, people)
    return open_round(store, current.id, expected=Phase.PREPARE)


def test_below_its_number_a_question_is_left_out() -> None:
    assert list_left_out(EXERCISE, 8, 0) == ()
    assert list_left_out(EXERCISE, 7, 0) == ("quiet", "lesson")
    assert list_left_out(EXERCISE, 6, 0) == ("quiet", "kind", "lesson")
    assert list_left_out(EXERCISE, 8, 1) == ("quiet", "lesson")


@pytest.mark.parametrize(
    ("seats", "known", "people", "left_out"),
    [
        (8, 0, None, ()),
        (7, 0, None, ("quiet", "lesson")),
        (8, 1, None, ("quiet", "lesson")),  # of eight one is known
        (9, 0, 7, ("quiet", "lesson")),  # nine browsers of seven people
        (9, 0, 8, ()),
    ],
)
def test_the_opening_settles_it_by_the_people_who_are_here(
    store: Store, seats: int, known: int, people: int | None, left_out: tuple[str, ...]
) -> None:
    assert open_with(store, seats, known=known, people=people).left_out == left_out


def test_who_comes_later_brings_nothing_back_and_who_leaves_takes_nothing_away(
    store: Store,
) -> None:
    small = open_with(store, 7)
    add_seats(store, small.code, 5)
    assert store.get_round_by_id(small.id).left_out == ("quiet", "lesson")
    large = open_with(store, 8)
    store.set_people(large.code, 5)
    store.set_known(large.id, 2, expected=0)
    assert store.get_round_by_id(large.id).left_out == ()


def test_what_sleeping_phones_would_leave_out_is_told_before_the_form_opens(store: Store) -> None:
    current = prepare_round(store, EXERCISE)

    def tell() -> str:
        return " ".join(foresee_close(store, store.get_round_by_id(current.id)))

    assert tell() == ""  # nobody is here yet
    tokens = add_seats(store, current.code, 12)
    assert tell() == ""
    store.leave_seats(current.code, tokens[:5])
    assert "If you open now, “Did you keep quiet?”" in tell()
    assert "Enter the number of people" in tell()
    store.set_people(current.code, 12)
    assert tell() == ""
    assert open_round(store, current.id, expected=Phase.PREPARE).left_out == ()


def test_a_room_that_is_too_small_hears_nothing_of_sleeping_phones(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.leave_seats(current.code, add_seats(store, current.code, 6)[:2])
    assert foresee_close(store, current) == ()


def test_an_answer_to_a_question_that_is_left_out_is_refused(store: Store) -> None:
    current = open_with(store, 7)
    token = new_seat_token()
    store.add_seat(current.code, token)
    for raw in ({"quiet": True}, {"quiet": True, "cost": 3}, {"lesson": "Ask."}):
        with pytest.raises(ResponseError, match="form has changed"):
            submit(store, current.id, token, raw)
    assert find_own_submission(store, current.id, token) is None
    submit(store, current.id, token, {"kind": ["a"], "cost": 3})


@pytest.mark.parametrize(("seats", "told"), [(8, True), (6, False)])
def test_of_a_question_that_is_left_out_nothing_is_foreseen(
    store: Store, seats: int, told: bool
) -> None:
    """Neither that it was played before, nor how many sentences it would take."""
    first = open_with(store, 8)
    raw = {"quiet": True, "kind": ["a"], "lesson": {"text": "Ask.", "share": True}}
    for token in add_seats(store, first.code, 8):
        submit(store, first.id, token, raw)
    close_round(store, first.id)
    session = store.add_session("Team", ["form.ipynb"], follows=first.code)
    again = store.add_round(session.code, "form.ipynb")
    store.set_definition(again.id, EXERCISE)
    tokens = add_seats(store, session.code, seats)
    opened = open_round(store, again.id, expected=Phase.PREPARE)
    for token in tokens:
        submit(store, opened.id, token, {"cost": 3})
    assert opened.asked[0].name == ("quiet" if told else "cost")
    words = " ".join(foresee_close(store, opened))
    for about in ("played before with 8 answers", "8 people allow it"):
        assert (about in words) is told, words
    assert ("Each question takes 5 answers" in words) is not told


def test_where_all_that_is_counted_is_left_out_no_result_is_spoken_of(store: Store) -> None:
    asked = [EXERCISE.prompts[0], kit.Text("story", "What happened?")]
    current = prepare_round(store, Exercise("mixed", prompts=asked))
    tokens = add_seats(store, current.code, 7)
    current = open_round(store, current.id, expected=Phase.PREPARE)
    assert "Each question takes" not in " ".join(foresee_close(store, current))
    for token in tokens:
        submit(store, current.id, token, {"story": {"text": "so", "share": True}})
    close_round(store, current.id)
    view = get_view(store, current.id, Role.FACILITATOR)
    assert describe_next(view).startswith("Shows what you have chosen")


def test_its_picture_says_why_it_is_empty_from_the_opening_on(store: Store) -> None:
    current = open_with(store, 7)
    tokens = add_seats(store, current.code, 7)
    assert read(look(store, current), "quiet") == TEXT
    for token in tokens:
        submit(store, current.id, token, {"cost": 3})
    close_round(store, current.id)
    assert store.get_text_counts(current.id) == {}
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    told = get_shown(store, current.id).get_marginal("quiet")
    assert (told.shape, told.n, told.summary) == ("withheld", 0, TEXT)
    assert read(look(store, current), "quiet") == TEXT
    assert "close together" in str(read_result(look(store, current), "cost")["alt"])


def test_every_picture_that_shows_it_says_so(store: Store) -> None:
    current = open_with(store, 6)

    class Shown:
        def watch(self, watcher):  # type: ignore[no-untyped-def]
            watcher(look(store, current))
            return lambda: None

    assert marble_jar(Shown(), "kind").message == TEXT.replace("8", "7")
    assert sentences(Shown(), "lesson").message == TEXT
    assert words(Shown(), "lesson").message == TEXT


def test_the_screen_leads_with_a_question_that_is_asked(store: Store) -> None:
    scene = describe_scene(look(store, open_with(store, 7)))
    assert scene.heading == "Which?"
    assert scene.line == "And 1 more question on your phone."


def test_the_promise_says_so_before_and_after_the_opening() -> None:
    before = describe_promise(EXERCISE)
    assert before.notes == ()
    assert (
        "“Did you keep quiet?” is asked only if 8 or more are here when the form opens. "
        "Who comes later does not bring it back."
    ) in before.more
    assert describe_promise(EXERCISE, left_out=("quiet",)).notes == (
        "“Did you keep quiet?” is left out: it is asked only from 8 people on.",
    )


def test_a_wrong_number_and_a_form_that_may_be_empty_are_refused() -> None:
    for wrong in (-1, 201, 7.5, True, "8"):
        with pytest.raises(DefinitionError, match=r"least=.* is not a whole number from 0 to 200"):
            kit.YesNo("quiet", "Did you?", least=wrong)  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="every question has least="):
        Exercise("any", prompts=[kit.YesNo("quiet", "Did you?", least=8)])
    assert Exercise.from_json(EXERCISE.to_json()) == EXERCISE


def look(store: Store, current: Round) -> View:
    return get_view(store, current.id, Role.SCREEN)


def read(view: View, name: str) -> object:
    return read_result(view, name)["message"]

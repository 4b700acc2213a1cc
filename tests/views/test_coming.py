"""What a live picture says of itself while people answer."""

from __future__ import annotations

from kit.exercise.policy import AnonymityPolicy
from kit.gate.publication import close_round, submit
from kit.pictures.marble_jar import BATCH, REST, TOGETHER, marble_jar
from kit.session.session import Role
from kit.store import Store
from kit.views.coming import describe_coming
from kit.views.round import View, get_view
from kit.views.scene import describe_scene
from tests.store.sample import OpenRound, make_exercise, open_sample

LIVE = make_exercise(AnonymityPolicy(reveal="live"))


class Still:
    """Results that do not change."""

    def __init__(self, view: View) -> None:
        self.view = view

    def watch(self, watcher):  # type: ignore[no-untyped-def]
        watcher(self.view)
        return lambda: None


def look(sample: OpenRound) -> View:
    return get_view(sample.store, sample.id, Role.SCREEN)


def read_jar(view: View) -> tuple[int, str]:
    """How many marbles there are, and what stands in the jar as long as there are none."""
    jar = marble_jar(Still(view))
    return sum(each["count"] for each in jar.marbles), jar.message


def answer(sample: OpenRound, start: int, end: int) -> None:
    for token in sample.tokens[start:end]:
        submit(sample.store, sample.id, token, {"kind": ["other"]})


def test_the_screen_says_how_many_answers_are_in_and_how_the_next_ones_come(store: Store) -> None:
    sample = open_sample(store, 25, LIVE)
    question = describe_scene(look(sample)).line
    assert question.startswith("And 3 more questions")
    assert read_jar(look(sample)) == (0, BATCH.format(n=5))
    told = set()
    for place in range(4):
        answer(sample, place, place + 1)
        told.add((describe_scene(look(sample)).line, read_jar(look(sample))))
    assert told == {(question, (0, BATCH.format(n=5)))}  # nothing moves with single answers
    answer(sample, 4, 9)
    assert describe_coming(look(sample)) == "5 answers are in. More come by 5 or more."
    assert describe_scene(look(sample)).line == describe_coming(look(sample))
    assert read_jar(look(sample))[0] == 5
    answer(sample, 9, 15)
    rest = "15 answers are in. The others come together."
    assert describe_coming(look(sample)) == rest
    answer(sample, 15, 25)
    assert read_jar(look(sample))[0] == 25
    assert describe_coming(look(sample)) == ""
    close_round(store, sample.id)
    assert describe_coming(look(sample)) == ""


def test_the_jar_says_where_marbles_cannot_fall_in_parts(store: Store) -> None:
    few = open_sample(store, 11, LIVE)
    assert read_jar(look(few))[1] == REST
    uncounted = open_sample(store, 25, LIVE)
    store.set_people(uncounted.code, None)
    assert read_jar(look(uncounted))[1] == REST
    sealed = open_sample(store, 25)
    assert read_jar(look(sealed))[1] == TOGETHER
    answer(sealed, 0, 25)
    assert read_jar(look(sealed)) == (0, TOGETHER)
    assert describe_coming(look(sealed)) == ""

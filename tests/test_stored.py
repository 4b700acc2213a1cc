"""What is stored, exported and sent stays as it is, byte for byte, and what was stored is read.

The values were recorded once. A change that alters one of them alters what stands in databases,
exports and backups. What is published of a round is recorded in `tests/gate/test_snapshot.py`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import kit
from kit.errors import DefinitionError, KitError, PolicyError
from kit.exercise.claims import hash_key, make_key
from kit.exercise.energy import EnergyShares
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.responses import TextResponse
from kit.room.context import KernelContext
from kit.session.commitments import Commitment, FollowThrough, State
from kit.session.session import Role
from kit.views.cards import Board

POLICY = {"k": 6, "text_k": 8, "batch": None, "full_scale_n": 15, "reveal": "sealed"}
EXERCISE = kit.Exercise(
    "small-acts",
    prompts=[
        kit.Choice("kind", "Which?", ["Kept it, déjà", kit.Option("b", "B")], max_choices=2),
        kit.Scale("safe", "How?", low_label="not", help="Now."),
        kit.YesNo("quiet", "Quiet?"),
        kit.Text("story", "What?", max_length=40),
        kit.EnergyMap("map", "Your map?"),
    ],
    leader=kit.Leader([kit.Text("act", "One")], guesses=["safe"]),
    minutes=20,
    policy=kit.AnonymityPolicy(k=6),
    crosses=[("safe", "quiet")],
)
STORED: dict[str, Any] = {
    "slug": "small-acts",
    "title": "Small acts",
    "prompts": [
        {
            "type": "choice",
            "name": "kind",
            "text": "Which?",
            "help": "",
            "least": 0,
            "say": {},
            "options": [
                {"value": "kept-it-déjà", "label": "Kept it, déjà"},
                {"value": "b", "label": "B"},
            ],
            "min_choices": 1,
            "max_choices": 2,
        },
        {
            "type": "scale",
            "name": "safe",
            "text": "How?",
            "help": "Now.",
            "least": 0,
            "say": {},
            "low": 1,
            "high": 5,
            "low_label": "not",
            "high_label": "",
        },
        {
            "type": "yesno",
            "name": "quiet",
            "text": "Quiet?",
            "help": "",
            "least": 0,
            "say": {},
            "randomised": False,
        },
        {
            "type": "text",
            "name": "story",
            "text": "What?",
            "help": "",
            "least": 0,
            "say": {},
            "max_length": 40,
            "may_be_shown": True,
        },
        {
            "type": "energy-map",
            "name": "map",
            "text": "Your map?",
            "help": "",
            "least": 0,
            "say": {},
        },
    ],
    "leader": {
        "prompts": [
            {
                "type": "text",
                "name": "act",
                "text": "One",
                "help": "",
                "least": 0,
                "say": {},
                "max_length": 200,
                "may_be_shown": True,
            }
        ],
        "guesses": ["safe"],
    },
    "minutes": 20,
    "timer": 5,
    "policy": POLICY,
    "crosses": [["safe", "quiet"]],
}
SUBMISSION = Submission(
    {
        "kind": ("kept-it-déjà", "b"),
        "safe": 3,
        "quiet": True,
        "story": TextResponse("It rained.", share=True),
        "map": EnergyShares(30, 50, 50, 30),
    }
)
SENT = {
    "kind": ["kept-it-déjà", "b"],
    "safe": 3,
    "quiet": True,
    "story": {"text": "It rained.", "share": True},
    "map": [30, 50, 50, 30],
}
CARD = Commitment("Ana", "call", "Friday", "Ben", State.KEPT)
SIGNED = {"what": "call", "by": "Friday", "notice": "Ben", "owner": "Ana", "state": "kept"}
WALL = kit.Exercise(
    "wall",
    prompts=[kit.Text("ask", "What do you need?")],
    notes=[
        kit.SignedNote(
            "help",
            "Help",
            [
                kit.SentenceNumber("number", "Its number", "ask"),
                kit.Text("what", "I can", max_length=100),
                kit.Choice("when", "When?", ["now", "later"]),
            ],
            optional=["when"],
            held=True,
            names="what",
        )
    ],
)
BOARD = Board({"1": CARD}, {}, (FollowThrough(1, 2, 3, 4), FollowThrough()))
EXPORTED = {
    "now": [SIGNED],
    "last_time": [],
    "follow_through": [
        {"session": "Last time", "kept": 1, "changed": 2, "dropped": 3, "open": 4},
        {"session": "2 sessions ago", "kept": 0, "changed": 0, "dropped": 0, "open": 0},
    ],
}
PLACE = KernelContext("BCDF", Role.SCREEN, "sqlite:///a", "127.0.0.1:1", "a.ipynb", 7)
TOLD = {
    "code": "BCDF",
    "role": "screen",
    "data": "sqlite:///a",
    "notices": "127.0.0.1:1",
    "notebook": "a.ipynb",
    "round_id": 7,
    "join_url": "",
    "language": "",
}


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        (EXERCISE, STORED),
        (EXERCISE.policy, POLICY),
        (SUBMISSION, SENT),
        (CARD, SIGNED),
        (BOARD, EXPORTED),
        (PLACE, TOLD),
    ],
    ids=["exercise", "policy", "submission", "commitment", "board", "place"],
)
def test_what_is_written_is_what_was_always_written(value: Any, recorded: dict[str, Any]) -> None:
    # As JSON: the order of the names counts, and a tuple is a list.
    assert json.dumps(value.to_json(), indent=1) == json.dumps(recorded, indent=1)


def test_what_was_written_is_read() -> None:
    assert Exercise.from_json(STORED) == EXERCISE
    assert Submission.from_json(EXERCISE, SENT) == SUBMISSION
    assert KernelContext.from_json(TOLD) == PLACE


def test_signed_notes_are_written_and_read_and_absent_where_there_are_none() -> None:
    told = json.loads(json.dumps(WALL.to_json()))
    assert Exercise.from_json(told) == WALL
    assert told["notes"][0]["fields"][0] == {
        "type": "sentence-number",
        "name": "number",
        "text": "Its number",
        "prompt": "ask",
        "help": "",
    }
    assert list(told["notes"][0]) == [
        *("name", "title", "fields", "optional", "held", "most", "names")
    ]
    assert "notes" not in EXERCISE.to_json()


def test_a_place_can_stand_in_the_code_of_a_cell() -> None:
    assert repr(PLACE.to_json()) == repr(TOLD)


def test_a_leader_who_guesses_nothing_is_written_as_before_there_were_guesses() -> None:
    assert "guesses" not in kit.Leader([kit.Text("act", "One")]).to_json()


def test_an_exercise_of_an_older_version_is_read() -> None:
    prompts: list[dict[str, object]] = [
        {"type": "choice", "name": "kind", "text": "Which?", "options": ["Kept it", "b"]}
    ]
    told = {"prompts": [{"type": "text", "name": "act", "text": "One"}]}
    read = Exercise.from_json({"slug": "small-acts", "prompts": prompts, "leader": told})
    assert read == kit.Exercise(
        "small-acts",
        prompts=[kit.Choice("kind", "Which?", ["Kept it", "b"])],
        leader=kit.Leader([kit.Text("act", "One")]),
    )


def test_a_sentence_that_may_be_claimed_is_written_so_and_its_mark_with_it() -> None:
    prompt = kit.Text("ask", "What?", may_be_claimed=True)
    exercise = kit.Exercise("ask", prompts=[prompt])
    assert list(prompt.to_json())[-2:] == ["may_be_shown", "may_be_claimed"]
    assert Exercise.from_json(json.loads(json.dumps(exercise.to_json()))) == exercise
    mark = hash_key(make_key())
    sent = Submission({"ask": TextResponse("A hand.", share=True, mark=mark)})
    assert sent.to_json() == {"ask": {"text": "A hand.", "share": True, "mark": mark}}
    assert Submission.from_json(exercise, sent.to_json()) == sent


def test_a_grid_is_written_with_its_rows_and_steps_and_read_again() -> None:
    steps = kit.Steps(1, 7, low_label="no")
    settings: dict[str, Any] = {"steps": steps, "reverse": ["a"], "better": "safer"}
    grid = kit.Grid("pulse", "True?", rows=[kit.Option("a", "A."), "We ask"], **settings)
    recorded = (
        '{"type": "grid", "name": "pulse", "text": "True?", "help": "", "least": 0, "say": {}, '
        '"rows": [{"value": "a", "label": "A."}, {"value": "we-ask", "label": "We ask"}], '
        '"steps": {"low": 1, "high": 7, "low_label": "no", "high_label": "", "labels": []}, '
        '"reverse": ["a"], "better": "safer", "skip": "Not my place", "source": ""}'
    )
    assert json.dumps(grid.to_json()) == recorded
    exercise = kit.Exercise("pulse", prompts=[grid])
    assert Exercise.from_json(json.loads(json.dumps(exercise.to_json()))) == exercise
    sent = Submission({"pulse": {"a": 3}})
    assert sent.to_json() == {"pulse": {"a": 3}}
    assert Submission.from_json(exercise, sent.to_json()) == sent


def ask(**settings: object) -> dict[str, Any]:
    """An exercise of one prompt."""
    return {"prompts": [{"name": "a", "text": "A?"} | settings]}


CHANGES: list[tuple[dict[str, Any], type[KitError], str]] = [
    (
        {"colour": 1},
        DefinitionError,
        "exercise 'small-acts': 'colour' is not a setting of Exercise. The choices are 'slug', "
        "'title', 'prompts', 'leader', 'minutes', 'timer', 'policy', 'crosses', 'notes'.",
    ),
    (
        {"prompts": None},
        DefinitionError,
        "exercise 'small-acts': prompts is a list of prompts. "
        "Write prompts=[kit.Choice(...), kit.Text(...)].",
    ),
    (
        ask(type="scales"),
        DefinitionError,
        "'scales' is not a type of prompt. Did you mean 'scale'?",
    ),
    (
        ask(type="choice"),
        DefinitionError,
        "prompt 'a': 'options' is missing. "
        "Write kit.Choice(name, text, options, min_choices=..., max_choices=..., help=..., "
        "least=..., say=...).",
    ),
    (
        ask(type="choice", options="ab"),
        DefinitionError,
        "prompt 'a': options is a list. Write ['one', 'another'].",
    ),
    (
        ask(type="choice", options=[7, "b"]),
        DefinitionError,
        "prompt 'a': 7 is not an option. Write a text in quotation marks.",
    ),
    (
        ask(type="choice", options=[{"value": "a"}, "b"]),
        DefinitionError,
        "option 'a': 'label' is missing. Write kit.Option(value, label).",
    ),
    (
        ask(type="scale", hig=7),
        DefinitionError,
        "prompt 'a': 'hig' is not a setting of Scale. Did you mean 'high'?",
    ),
    (
        ask(type="scale", high="7"),
        DefinitionError,
        "prompt 'a': high='7' is not a whole number from 2 to 11.",
    ),
    (
        {"leader": {"prompts": []}},
        DefinitionError,
        "Leader takes a list of Text prompts. Write kit.Leader([kit.Text('story', '...')]).",
    ),
    (
        {"policy": {**POLICY, "k": "6"}},
        PolicyError,
        "anonymity policy: k is a whole number. Write k=4 or more.",
    ),
    (
        {"policy": {**POLICY, "batches": 1}},
        PolicyError,
        "anonymity policy: 'batches' is not a setting. Did you mean 'batch'?",
    ),
    (
        {"policy": {"k": 6}},
        PolicyError,
        "anonymity policy: 'text_k' is missing. Write the policy out in full.",
    ),
]


@pytest.mark.parametrize(("change", "error", "message"), CHANGES)
def test_a_stored_value_that_is_wrong_is_answered_with_a_sentence(
    change: dict[str, Any], error: type[KitError], message: str
) -> None:
    with pytest.raises(error) as caught:
        Exercise.from_json(STORED | change)
    assert str(caught.value) == message

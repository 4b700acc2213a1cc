"""Cross-tables: counted right, and whoever looks cannot tell that anybody is in a small cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kit
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.result_tables import render_snapshot
from kit.gate.cross_places import find_place, get_fewest, list_places
from kit.gate.crosstabs import CrossTable, build_cross, build_crosses
from kit.gate.disclosure import STEP, is_open
from kit.gate.marginals import TOO_CLOSE, TOO_FEW
from kit.gate.promise import describe_promise
from kit.gate.publication import build_snapshot, close_round, submit
from kit.gate.snapshot import Snapshot
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import OpenRound, get_shown, open_sample

POLICY = AnonymityPolicy()
KIND = Choice("kind", "Which act?", ["a", "b", "c"])
HELP = Choice("help", "Who helped?", ["x", "y", "z"])
SAFE = Scale("safe", "How safe?", low=1, high=5)
QUIET = YesNo("quiet", "Did you keep quiet?")
STORY = Text("story", "What happened?")
Table = tuple[tuple[int, ...], ...]


def cross(
    pairs: Sequence[tuple[str, str]] = (("kind", "help"),), policy: AnonymityPolicy = POLICY
) -> Exercise:
    prompts = [KIND, HELP, SAFE, QUIET, STORY]
    return Exercise("any", prompts=prompts, crosses=list(pairs), policy=policy)


def list_pairs(table: Table) -> list[tuple[int, int]]:
    """Everybody of a table, as row and column."""
    return [
        (i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)
    ]


def build(table: Table, policy: AnonymityPolicy = POLICY, extra: int = 0) -> CrossTable:
    return build_cross(KIND, HELP, list_pairs(table), policy, taken_off=extra)


def make_raw(table: Table) -> list[dict[str, list[str]]]:
    """What everybody of a table sends."""
    return [
        {"kind": [KIND.options[i].value], "help": [HELP.options[j].value]}
        for i, j in list_pairs(table)
    ]


SAFE_TABLE: Table = ((6, 4, 3), (3, 7, 5), (0, 3, 9))
LONELY: Table = ((9, 0, 0), (0, 9, 0), (0, 0, 1))


# What it shows


def test_cells_are_shown_in_steps_of_three() -> None:
    table = build(SAFE_TABLE)
    assert table.n == 40
    assert table.counts == ((6, 3, 3), (3, 6, 3), (0, 3, 9))
    assert [table.describe_cell(2, column) for column in range(3)] == [
        "fewer than 3",
        "3 to 5",
        "9 to 11",
    ]
    assert table.rows == (("a", "a"), ("b", "b"), ("c", "c"))
    assert table.columns == (("x", "x"), ("y", "y"), ("z", "z"))
    assert "6" not in repr(table).replace("'", "")


def test_a_scale_has_three_rows_and_yes_or_no_two_columns() -> None:
    assert [value for value, _ in list_places(SAFE)] == ["low", "middle", "high"]
    assert [find_place(SAFE, step) for step in range(1, 6)] == [0, 0, 1, 2, 2]
    assert [value for value, _ in list_places(QUIET)] == ["yes", "no"]
    assert [find_place(QUIET, answer) for answer in (True, False)] == [0, 1]
    assert find_place(KIND, ("c",)) == 2


def test_it_takes_fifteen_who_answered_both() -> None:
    enough: Table = ((5, 0, 0), (0, 5, 0), (0, 0, 5))
    assert build(enough).n == 15
    fewer: Table = ((5, 0, 0), (0, 5, 0), (0, 0, 4))
    table = build(fewer)
    assert (table.n, table.counts, table.rows, table.summary) == (0, (), (), TOO_FEW)


def test_a_table_that_is_withheld_holds_nothing_but_its_questions() -> None:
    questions = CrossTable("kind", "help", ("Which act?", "Who helped?"), 0, (), (), (), 3, TOO_FEW)
    for withheld in (build(LONELY), build(LONELY, extra=1), build(((5, 0, 0), (0, 5, 0)))):
        assert withheld == questions
    assert build(SAFE_TABLE).summary == ""
    assert (build(SAFE_TABLE).first, build(SAFE_TABLE).second) == ("kind", "help")


def test_a_stricter_policy_takes_more() -> None:
    assert get_fewest(POLICY, KIND, HELP) == 15
    assert get_fewest(AnonymityPolicy(k=20), KIND, HELP) == 20
    assert get_fewest(AnonymityPolicy(batch=25), KIND, HELP) == 25
    later = AnonymityPolicy(full_scale_n=30)
    assert [get_fewest(later, KIND, each) for each in (HELP, SAFE, QUIET)] == [15, 15, 30]


def test_somebody_alone_in_a_cell_withholds_the_table() -> None:
    assert build(LONELY).summary == TOO_FEW
    assert build(((9, 0, 0), (0, 9, 0), (0, 0, 0))).n == 18


def test_where_a_small_cell_may_as_well_be_empty_the_table_is_shown() -> None:
    table = build(((4, 1, 5), (8, 6, 8), (3, 4, 4)))
    assert (table.n, table.counts) == (43, ((3, 0, 3), (6, 6, 6), (3, 3, 3)))


def test_extra_browsers_are_taken_off_and_widen_the_steps() -> None:
    diagonal: Table = ((6, 0, 0), (0, 6, 0), (0, 0, 6))
    assert build(diagonal, extra=3).counts == ((6, 0, 0), (0, 6, 0), (0, 0, 6))
    assert build(diagonal, extra=3).describe_cell(0, 1) == "fewer than 6"
    assert build(diagonal, extra=4).n == 0
    assert build(((9, 0, 0), (0, 9, 0)), extra=4).n == 0  # of 18 people, 14 at least
    assert build(((1, 8, 0), (8, 8, 0)), extra=1).n == 0
    assert build(((6, 4, 3), (3, 7, 5), (4, 3, 9)), extra=1).n == 0  # cells of 3 are small then


def test_a_table_comes_back_from_plain_values() -> None:
    for table in (build(SAFE_TABLE), build(LONELY)):
        assert CrossTable.from_json(table.to_json()) == table
    snapshot = Snapshot(1, 20, 20, (), final=True, crosses=(build(SAFE_TABLE),))
    assert Snapshot.from_json(snapshot.to_json()) == snapshot
    older = {name: value for name, value in snapshot.to_json().items() if name != "crosses"}
    assert Snapshot.from_json(older).crosses == ()


def test_phones_show_it_below_the_questions() -> None:
    submissions = [cross().clean(raw) for raw in make_raw(SAFE_TABLE)]
    markup = render_snapshot(build_snapshot(cross(), submissions, final=True), "40 answers")
    assert "Which act? / Who helped?" in markup
    assert "<td>9 to 11</td>" in markup
    lonely = [cross().clean(raw) for raw in make_raw(LONELY)]
    assert markup.count("<table") == 3
    assert f"<td>{TOO_FEW}</td>" in render_snapshot(build_snapshot(cross(), lonely, final=True), "")


# What nobody can find out


def list_rows(total: int, room: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every row of a sum with at most so many in each column."""
    if len(room) == 1:
        if total <= room[0]:
            yield (total,)
        return
    for count in range(min(total, room[0]) + 1):
        for rest in list_rows(total - count, room[1:]):
            yield (count, *rest)


def list_tables(rows: Sequence[int], columns: Sequence[int]) -> Iterator[Table]:
    """Every table with these sums."""
    if len(rows) == 1:
        yield (tuple(columns),)
        return
    for first in list_rows(rows[0], columns):
        left = [column - count for column, count in zip(columns, first, strict=True)]
        for others in list_tables(rows[1:], left):
            yield (first, *others)


SUMS = st.lists(st.integers(0, 2), min_size=15, max_size=18)


@settings(max_examples=30, deadline=None)
@given(SUMS, SUMS)
def test_every_small_cell_may_be_empty_for_all_that_anybody_knows(
    first: list[int], second: list[int]
) -> None:
    # All tables with the same sums that are published in the same way: that is what somebody
    # knows who has seen the result and the rule. With an answer of one's own, it is fewer.
    rows = [first.count(place) for place in range(3)]
    columns = [second[: len(first)].count(place) for place in range(3)]
    assume(len(second) >= len(first))
    same: dict[Table, list[Table]] = defaultdict(list)
    for table in list_tables(rows, columns):
        same[build(table).counts].append(table)
    for counts, tables in same.items():
        if not counts:
            continue
        cells = [(row, column) for row in range(3) for column in range(3)]
        small = [(row, column) for row, column in cells if counts[row][column] == 0]
        for row, column in small:
            assert min(table[row][column] for table in tables) == 0
        for own in cells:
            known = [table for table in tables if table[own[0]][own[1]]]
            for row, column in small:
                others = [table[row][column] - ((row, column) == own) for table in known]
                assert not others or min(others) == 0


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=60))
def test_the_rule_looks_at_nothing_but_what_is_shown_and_the_sums(
    pairs: list[tuple[int, int]],
) -> None:
    found = {(row, column): 0 for row in range(4) for column in range(5)}
    for pair in pairs:
        found[pair] += 1
    for (i, j), (k, m) in combinations(found, 2):
        moved = {**found}
        for cell, change in (((i, j), -1), ((k, m), -1), ((i, m), 1), ((k, j), 1)):
            moved[cell] += change
        if i != k and all(count // 3 == found[cell] // 3 for cell, count in moved.items()):
            assert is_open(moved) == is_open(found)


def test_where_a_person_could_find_out_with_their_own_answer_it_is_withheld() -> None:
    # Two people off the diagonal could change places. Each of them would know the other's place.
    assert build(((9, 1, 0), (1, 9, 0), (0, 0, 9))).n == 0
    found = {(i, j): c for i, row in enumerate(((9, 1), (1, 9))) for j, c in enumerate(row)}
    assert not is_open(found)


# Through the gate


def send(sample: OpenRound, raws: list[dict[str, list[str]]]) -> None:
    for token, raw in zip(sample.tokens, raws, strict=False):
        submit(sample.store, sample.id, token, raw)


def reveal(sample: OpenRound) -> None:
    close_round(sample.store, sample.id)
    sample.store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)


def test_a_sealed_round_publishes_its_cross_table_with_the_result(store: Store) -> None:
    sample = open_sample(store, 40, cross())
    send(sample, make_raw(SAFE_TABLE))
    assert store.list_snapshots(sample.id) == []
    reveal(sample)
    for role in Role:
        assert get_shown(store, sample.id, role).crosses == (build(SAFE_TABLE),)


def test_a_live_round_publishes_it_once_at_the_close(store: Store) -> None:
    sample = open_sample(store, 40, cross(policy=AnonymityPolicy(reveal="live")))
    send(sample, make_raw(SAFE_TABLE))
    reveal(sample)
    published = [Snapshot.from_json(each) for each in store.list_snapshots(sample.id)]
    assert len(published) > 5
    assert [len(each.crosses) for each in published] == [0] * (len(published) - 1) + [1]
    assert published[-1].crosses[0].counts == build(SAFE_TABLE).counts


def test_those_who_are_left_out_of_the_result_are_not_in_the_table_either(store: Store) -> None:
    sample = open_sample(store, 60, cross(policy=AnonymityPolicy(reveal="live")))
    send(sample, [*make_raw(SAFE_TABLE), *make_raw(((0, 0, 0), (0, 0, 0), (2, 0, 0)))])
    reveal(sample)
    final = get_shown(store, sample.id)
    assert (final.n, final.of) == (40, 42)
    assert final.crosses == (build(SAFE_TABLE),)


def test_a_question_that_was_held_back_has_no_table(store: Store) -> None:
    # One late answer to "help" is held back; a table of all would tell it.
    sample = open_sample(store, 60, cross(policy=AnonymityPolicy(reveal="live")))
    raws = make_raw(SAFE_TABLE)
    send(sample, [*raws, *[{"kind": ["a"]}] * 4, {"kind": ["a"], "help": ["z"]}])
    reveal(sample)
    final = get_shown(store, sample.id)
    assert (final.get_marginal("help").n, final.get_marginal("kind").n) == (40, 45)
    assert final.crosses[0].summary == TOO_FEW


def test_seats_beyond_the_people_in_the_room_do_not_unlock_a_table(store: Store) -> None:
    diagonal = make_raw(((6, 0, 0), (0, 6, 0), (0, 0, 6)))
    for people, n in ((18, 18), (15, 18), (14, 0)):
        sample = open_sample(store, 18, cross())
        store.set_people(sample.code, people)
        send(sample, diagonal)
        reveal(sample)
        assert get_shown(store, sample.id).crosses[0].n == n


@pytest.mark.parametrize("pair", [("quiet", "kind"), ("kind", "quiet")])
def test_a_yes_or_no_that_is_told_in_words_is_in_no_table(pair: tuple[str, str]) -> None:
    exercise = cross([pair], AnonymityPolicy(full_scale_n=18))
    raws = [{"quiet": place % 2 == 0, "kind": ["ab"[place % 2]]} for place in range(18)]
    submissions = [exercise.clean(raw) for raw in raws]
    shown = [build_snapshot(exercise, submissions[:n], final=True) for n in (17, 18)]
    assert [each.crosses[0].n for each in shown] == [0, 18]


def test_those_who_skipped_one_of_the_two_are_not_counted() -> None:
    skipped = [{"kind": ["a"]}] * 9 + [{"help": ["x"]}] * 9
    exercise = cross()
    submissions = [exercise.clean(raw) for raw in [*make_raw(SAFE_TABLE), *skipped]]
    (table,) = build_snapshot(exercise, submissions, final=True).crosses
    assert table == build(SAFE_TABLE)


def test_whoever_left_one_of_the_two_out_is_not_told_by_the_table() -> None:
    """The answers to the first question, less those in the table, are theirs alone."""
    exercise = cross()
    both = make_raw(((6, 0, 0), (0, 6, 0), (0, 0, 5)))
    for skipping in ([{"kind": ["c"]}], [{"help": ["z"]}]):
        raws: list[dict[str, list[str]]] = [*both, *skipping]
        snapshot = build_snapshot(exercise, [exercise.clean(raw) for raw in raws], final=True)
        assert [each.n for each in snapshot.marginals[:2]] in ([18, 17], [17, 18])
        assert snapshot.crosses[0].summary == TOO_FEW
    (alone,) = build_snapshot(exercise, [exercise.clean(raw) for raw in both], final=True).crosses
    assert alone.n == 17


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=15, max_size=16), st.integers(0, 1), st.integers(1, 2))
def test_a_table_leaves_open_what_they_have_answered_who_left_one_of_the_two_out(
    rows: list[int], row: int, skipping: int
) -> None:
    """Of everything that looks the same, something has nobody of them in each row."""
    two = (Choice("kind", "?", ["a", "b"]), Choice("help", "?", ["x", "y"]))
    sums = [rows.count(place) for place in range(2)]
    sums[row] += skipping
    for left in range(len(rows) + 1):
        columns = [left, len(rows) - left, skipping]
        same: dict[Table, list[Table]] = defaultdict(list)
        for table in list_tables(sums, columns):
            places = list_pairs(table)
            same[build_cross(*two, places, POLICY, taken_off=0).counts].append(table)
        for counts, tables in same.items():
            for place in range(2) if counts else ():
                few = min(table[place][2] for table in tables)
                assert few == 0 or few >= STEP


def test_two_tables_of_an_exercise_that_is_played_again_differ_by_nobody_or_by_a_batch() -> None:
    """As many have answered each of the two questions, and one fewer has answered both."""
    exercise = cross()
    raws = make_raw(((6, 0, 0), (0, 6, 0), (0, 0, 6)))
    first = build_snapshot(exercise, [exercise.clean(raw) for raw in raws], final=True, batch=5)
    assert first.crosses[0].n == 18
    later = [*make_raw(((5, 1, 0), (1, 5, 0), (0, 0, 9)))[:-4], {"kind": ["c"]}, {"help": ["z"]}]
    assert len(later) == 19
    again = build_snapshot(
        exercise, [exercise.clean(raw) for raw in later], final=True, batch=5, earlier=[first]
    )
    assert [each.n for each in again.marginals[:2]] == [18, 18]
    assert again.crosses[0].summary == TOO_CLOSE
    same = build_snapshot(
        exercise, [exercise.clean(raw) for raw in raws], final=True, batch=5, earlier=[first]
    )
    assert same.crosses == first.crosses
    with_another = build_snapshot(
        *(exercise, [exercise.clean(raw) for raw in raws]),
        final=True,
        batch=5,
        extra=1,
        earlier=[first],
    )
    assert with_another.crosses[0].n == 0


@pytest.mark.parametrize("offs", [(1, 0), (0, 1)])
def test_beside_another_table_what_may_be_taken_off_either_counts(offs: tuple[int, int]) -> None:
    exercise = cross()
    submissions = [exercise.clean(raw) for raw in make_raw(((6, 0, 0), (0, 6, 0), (0, 0, 6)))]
    marginals = build_snapshot(exercise, submissions, final=True).marginals

    def build(taken_off: int, earlier: Sequence[tuple[CrossTable, int]] = ()) -> CrossTable:
        (table,) = build_crosses(exercise, submissions, marginals, taken_off, earlier, batch=5)
        return table

    own, other = offs
    assert build(own).n == build(other).n == 18
    assert build(own, [(build(other), other)]).summary == TOO_CLOSE


def test_without_a_declared_pair_there_is_no_table() -> None:
    submissions = [Submission({"kind": ("a",), "help": ("x",)})] * 30
    assert build_snapshot(cross(()), submissions, final=True).crosses == ()


# How it is declared


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("kind", "helb")], "'helb' is not a prompt. Did you mean 'help'"),
        ([("kind", "story")], "'story' is a Text"),
        ([("kind", "kind")], "'kind' is there twice"),
        ([("kind", "help"), ("safe", "kind")], "'kind' is there twice"),
        ([("kind",)], r"Write crosses=\[\('kind', 'help'\)\]"),
        (["kind", "help"], r"Write crosses=\[\('kind', 'help'\)\]"),
        ("kind", r"Write crosses=\[\('kind', 'help'\)\]"),
        ([("kind", 3)], r"Write crosses=\[\('kind', 'help'\)\]"),
        ([("kind", "many")], "'many' takes 2 choices. Take out the pair, or set max_choices=1"),
    ],
)
def test_a_pair_that_cannot_be_counted_together_is_refused(pairs: object, message: str) -> None:
    many = Choice("many", "Which ones?", ["a", "b", "c"], max_choices=2)
    with pytest.raises(DefinitionError, match=message):
        Exercise("any", prompts=[KIND, HELP, SAFE, STORY, many], crosses=pairs)  # type: ignore[arg-type]


def test_pairs_come_back_from_plain_values() -> None:
    exercise = cross([("kind", "help"), ("safe", "quiet")])
    assert exercise.crosses == (("kind", "help"), ("safe", "quiet"))
    assert Exercise.from_json(exercise.to_json()) == exercise
    older = {name: value for name, value in exercise.to_json().items() if name != "crosses"}
    assert Exercise.from_json(older) == cross(())


def test_the_promise_names_what_is_counted_together() -> None:
    said = " ".join(describe_promise(cross(policy=AnonymityPolicy(k=16))).more)
    assert "“Which act?” and “Who helped?” are also counted together" in said
    assert "from 16 people on who answered both" in said
    assert "in steps of 3" in said
    assert "Each question is counted on its own" not in said
    plain = " ".join(describe_promise(cross(())).more)
    assert "together" not in plain.replace("acting together", "")


def test_a_notebook_declares_it_with_the_names_it_knows() -> None:
    prompts = [kit.Choice("a", "?", ["x", "y"]), kit.Scale("b", "?")]
    assert kit.Exercise("two", prompts=prompts, crosses=[("a", "b")]).crosses == (("a", "b"),)


def test_known_answers_widen_the_steps_and_raise_the_number_it_takes() -> None:
    people = [("a", 1), ("b", 5)] * 12
    exercise = Exercise(
        "two",
        prompts=[Choice("kind", "Which?", ["a", "b", "c"]), Scale("help", "How?")],
        crosses=[("kind", "help")],
    )
    submissions = [Submission({"kind": (kind,), "help": help}) for kind, help in people]

    def cross(count: int, known: int) -> CrossTable:
        return build_snapshot(exercise, submissions[:count], final=True, known=known).crosses[0]

    assert cross(24, 1).step == STEP + 1
    assert cross(24, 0).step == STEP
    assert cross(16, 1).n == 16
    assert cross(15, 1).n == 0

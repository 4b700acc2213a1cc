"""Claiming one's own sentence: by its key alone, for good, and never by all but a few."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.errors import KitError, NotFoundError, PhaseError, ResponseError
from kit.exercise.choice import Choice
from kit.exercise.claims import hash_key, make_key
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.claims import claim_sentence, list_claimable
from kit.gate.publication import close_round, find_own_submission, submit
from kit.gate.sentences import ReleasedText, list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import OpenRound, find_bytes, fresh_store, open_sample
from tests.stores import get_sqlite

POLICY = AnonymityPolicy()
NOT_HERE = "No sentence that is shown now can be claimed from here."


def make_exercise(policy: AnonymityPolicy = POLICY) -> Exercise:
    prompts = [
        Choice("kind", "Which?", ["a", "b"]),
        Text("ask", "I need \u2026", may_be_claimed=True),
        Text("plain", "Plainly", may_be_claimed=True),
        Text("other", "And else?"),
    ]
    return Exercise("give-ask", prompts=prompts, policy=policy)


def say(text: str, key: str, share: bool = True) -> dict[str, object]:
    return {"text": text, "share": share, "mark": hash_key(key) if share else ""}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kit.db"


class Room:
    """A round in which each seat has written one sentence, and kept its key."""

    def __init__(self, store: Store, seats: int, exercise: Exercise | None = None) -> None:
        self.store = store
        self.sample: OpenRound = open_sample(store, seats, exercise or make_exercise())
        self.keys = [make_key() for _ in range(seats)]

    def tell(self, ticked: Sequence[bool] | None = None) -> None:
        """Everybody sends; all tick the box where nothing is said."""
        for place, (token, key) in enumerate(zip(self.sample.tokens, self.keys, strict=True)):
            share = True if ticked is None else ticked[place]
            raw = {"kind": ["a"], "ask": say(f"sentence {place}", key, share)}
            submit(self.store, self.sample.id, token, raw)

    def close(self) -> None:
        close_round(self.store, self.sample.id)

    def show(self, *places: int, shown: bool = True) -> None:
        """Show or hide the sentences of some seats."""
        words = [f"sentence {place}" for place in places]
        ids = [each.id for each in self.look() if each.text in words]
        set_texts_shown(self.store, ids, shown)

    def reveal(self) -> None:
        self.store.set_phase(self.sample.id, Phase.REVEALED, expected=Phase.CLOSED)

    def claim(self, place: int, name: str = "Ada") -> str:
        return claim_sentence(self.store, self.sample.code, self.keys[place], name)

    def look(self, role: Role = Role.FACILITATOR) -> tuple[ReleasedText, ...]:
        return list_texts(self.store, self.store.get_round_by_id(self.sample.id), role)

    def list_names(self, role: Role = Role.FACILITATOR) -> dict[str, str]:
        return {each.text: each.name for each in self.look(role) if each.name}

    def list_claimable(self, role: Role = Role.PARTICIPANT) -> tuple[str, ...]:
        return list_claimable(self.store, self.store.get_round_by_id(self.sample.id), role)


def make_room(store: Store, seats: int = 12, shown: Sequence[int] = (0, 1, 2)) -> Room:
    """A room before which some sentences stand."""
    room = Room(store, seats)
    room.tell()
    room.close()
    room.show(*shown)
    room.reveal()
    return room


# Who can, and who is told


def test_the_key_of_a_shown_sentence_puts_a_name_below_it_on_every_page(store: Store) -> None:
    room = make_room(store)
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: heard.append((code, what)))
    assert room.claim(1, "  Ada \n Byron ") == "Ada Byron"
    assert [room.list_names(role) for role in Role] == [{"sentence 1": "Ada Byron"}] * 3
    assert heard == [(room.sample.code, "ledger")]


def test_a_wrong_key_and_the_key_of_a_hidden_sentence_are_told_apart_by_nobody(
    store: Store,
) -> None:
    room = make_room(store, shown=[0])
    tried = [make_key(), room.keys[5], hash_key(room.keys[0]), room.keys[0][:-1], "", None, 7]
    for key in [*tried, room.keys[0] + "\n", ["a"], "\ud800" * 43]:
        with pytest.raises(NotFoundError) as refused:
            claim_sentence(store, room.sample.code, key, "Mallory")
        assert str(refused.value) == NOT_HERE
    assert room.list_names() == {}


def test_a_phone_learns_of_a_sentence_only_while_it_stands_before_the_room(store: Store) -> None:
    room = Room(store, 12)
    room.tell()
    marks = {place: hash_key(key) for place, key in enumerate(room.keys)}

    def list_marks(role: Role = Role.PARTICIPANT) -> list[str]:
        return [each.mark for each in room.look(role) if each.mark]

    assert list_marks() == []
    room.close()
    room.show(3)
    with pytest.raises(NotFoundError, match="No sentence that is shown"):
        room.claim(3)  # chosen, but not revealed
    assert (list_marks(), room.list_claimable()) == ([], ())
    room.reveal()
    assert list_marks() == [marks[3]]
    assert room.list_claimable() == ("ask",)
    for role in (Role.SCREEN, Role.FACILITATOR):
        assert (list_marks(role), room.list_claimable(role)) == ([], ())
    room.show(3, shown=False)
    assert list_marks() == []
    with pytest.raises(NotFoundError):
        room.claim(3)
    room.show(3)
    room.claim(3)
    assert list_marks() == []
    advance_round(store, room.sample.id, Phase.REVEALED)
    assert (list_marks(), room.list_claimable()) == ([], ())


def test_of_sentences_that_cannot_be_claimed_no_phone_is_told(store: Store) -> None:
    room = Room(store, 12)
    for place, token in enumerate(room.sample.tokens):
        submit(store, room.sample.id, token, {"other": {"text": f"word {place}", "share": True}})
    room.close()
    room.reveal()
    assert len(room.look()) == 12
    assert room.list_claimable() == ()


def test_a_name_cannot_be_taken_off_or_changed_and_telling_it_twice_is_once(store: Store) -> None:
    room = make_room(store)
    room.claim(0, "Ada")
    heard: list[str] = []
    store.notices.listen(lambda _code, what: heard.append(what))
    assert room.claim(0, "Ada") == "Ada"  # the answer was lost on its way
    for other in ("Ben", "ada"):
        with pytest.raises(PhaseError, match="stands below this sentence already"):
            room.claim(0, other)
    assert room.list_names() == {"sentence 0": "Ada"}
    assert heard == []


def test_a_name_stays_with_a_sentence_that_is_hidden_and_shown_again(store: Store) -> None:
    room = make_room(store)
    room.claim(0)
    room.show(0, shown=False)
    assert [room.list_names(role) for role in (Role.SCREEN, Role.PARTICIPANT)] == [{}, {}]
    assert room.list_names() == {"sentence 0": "Ada"}
    room.show(0)
    assert room.list_names(Role.SCREEN) == {"sentence 0": "Ada"}


@pytest.mark.parametrize("name", ["", "   ", "\n", "\u200b\u200d", "\u202e", None, 7, ["Ada"]])
def test_a_name_that_nobody_could_read_is_refused(store: Store, name: object) -> None:
    room = make_room(store)
    with pytest.raises(ResponseError, match="Write the name"):
        claim_sentence(store, room.sample.code, room.keys[0], name)


def test_a_name_of_forty_letters_is_taken_and_a_longer_one_is_not_cut(store: Store) -> None:
    room = make_room(store)
    with pytest.raises(ResponseError, match="shorten this by 160 to 40"):
        room.claim(0, "a" * 200)
    assert room.claim(0, "a" * 40) == "a" * 40


def test_any_name_is_kept_as_letters_and_two_people_may_have_the_same(store: Store) -> None:
    room = make_room(store)
    assert room.claim(0, "<b>Ada</b>") == "<b>Ada</b>"
    assert room.claim(1, "\u202e\u05e2\u05d3\u05d4") == "\u05e2\u05d3\u05d4"  # turns nothing round
    assert room.claim(2, "<b>Ada</b>") == "<b>Ada</b>"


def test_of_the_same_words_of_two_people_each_claims_their_own(store: Store) -> None:
    room = Room(store, 10)
    for token, key in zip(room.sample.tokens, room.keys, strict=True):
        submit(store, room.sample.id, token, {"kind": ["a"], "ask": say("the same", key)})
    room.close()
    set_texts_shown(store, [each.id for each in room.look()], True)
    room.reveal()
    room.claim(4, "Ada")
    room.claim(7, "Ben")
    named = [each for each in room.look() if each.name]
    assert sorted(each.name for each in named) == ["Ada", "Ben"]
    with pytest.raises(PhaseError, match="already"):
        room.claim(4, "Ben")


def test_the_key_of_one_question_or_round_opens_no_other(store: Store) -> None:
    room = Room(store, 10)
    others = [make_key() for _ in room.keys]
    for token, key, other in zip(room.sample.tokens, room.keys, others, strict=True):
        raw = {"ask": say("an ask", key), "plain": say("plainly", other), "kind": ["a"]}
        submit(store, room.sample.id, token, raw)
    room.close()
    ids = {name: [e.id for e in room.look() if e.prompt == name] for name in ("ask", "plain")}
    set_texts_shown(store, ids["plain"], True)
    room.reveal()
    with pytest.raises(NotFoundError):
        room.claim(0)
    claim_sentence(store, room.sample.code, others[0], "Ada")
    again = make_room(store)
    with pytest.raises(NotFoundError):
        claim_sentence(store, again.sample.code, room.keys[0], "Ada")


# What is kept, and until when


def test_of_a_changed_answer_the_last_one_counts_and_with_it_its_key(store: Store) -> None:
    room = Room(store, 12)
    room.tell()
    before, room.keys[2] = room.keys[2], make_key()
    raw = {"kind": ["a"], "ask": say("sentence 2", room.keys[2])}
    submit(store, room.sample.id, room.sample.tokens[2], raw)
    room.close()
    room.show(2)
    room.reveal()
    with pytest.raises(NotFoundError):
        claim_sentence(store, room.sample.code, before, "Ada")
    assert room.claim(2) == "Ada"


def test_what_may_not_be_shown_or_not_be_claimed_keeps_no_mark(store: Store) -> None:
    room = Room(store, 1)
    token, key = room.sample.tokens[0], room.keys[0]
    raw = {"ask": say("a", key) | {"share": False}, "other": say("b", key)}
    submit(store, room.sample.id, token, raw)
    own = find_own_submission(store, room.sample.id, token)
    assert own is not None
    assert "mark" not in str(own.to_json())


def test_too_few_sentences_leave_no_mark_in_any_file(store: Store, path: Path) -> None:
    room = Room(store, 12)
    room.tell([place < 7 for place in range(12)])
    marks = [hash_key(key).encode() for key in room.keys[:7]]
    assert find_bytes(path, marks[:1])
    room.close()
    assert find_bytes(path, marks) == []


def test_no_key_and_no_wrong_name_is_ever_in_a_file(store: Store, path: Path) -> None:
    room = make_room(store)
    room.claim(0, "Ada-of-the-file")
    with pytest.raises(PhaseError):
        room.claim(0, "Ben-of-the-file")
    assert find_bytes(path, [key.encode() for key in room.keys]) == []
    assert find_bytes(path, [b"Ben-of-the-file"]) == []
    assert find_bytes(path, [b"Ada-of-the-file"])


@pytest.mark.parametrize("how", ["next", "end"])
def test_when_the_exercise_is_over_the_marks_go_and_the_names_stay(
    store: Store, path: Path, how: str
) -> None:
    room = make_room(store)
    room.claim(0)
    marks = [hash_key(key).encode() for key in room.keys]
    assert find_bytes(path, marks)
    if how == "next":
        advance_round(store, room.sample.id, Phase.REVEALED)
    else:
        store.end_session(room.sample.code)
    assert find_bytes(path, marks) == []
    assert [row.name for row in store.list_texts(room.sample.id) if row.name] == ["Ada"]
    with pytest.raises(NotFoundError):
        room.claim(1)


def test_a_name_is_in_no_file_once_its_session_is_erased(store: Store, path: Path) -> None:
    room = make_room(store)
    room.claim(0, "Ada-of-the-file")
    store.purge_session(room.sample.code)
    assert find_bytes(path, [b"Ada-of-the-file", *[hash_key(k).encode() for k in room.keys]]) == []


def test_a_sentence_that_came_without_a_mark_looks_like_the_others(store: Store) -> None:
    room = Room(store, 12)
    room.keys[0] = ""
    for place, (token, key) in enumerate(zip(room.sample.tokens, room.keys, strict=True)):
        said = say(f"sentence {place}", key or make_key()) | ({} if key else {"mark": ""})
        submit(store, room.sample.id, token, {"kind": ["a"], "ask": said})
    room.close()
    room.show(*range(12))
    room.reveal()
    marks = [each.mark for each in room.look(Role.PARTICIPANT)]
    assert len(set(marks)) == 12
    assert {len(mark) for mark in marks} == {43}


def dump(store: Store) -> list[tuple[object, ...]]:
    with sqlite3.connect(get_sqlite(store).path) as connection:
        return connection.execute("SELECT rowid, * FROM texts").fetchall()


@pytest.mark.one_file
def test_who_sends_first_leaves_no_trace_beside_a_mark(store: Store) -> None:
    keys = [make_key() for _ in range(12)]
    dumps = []
    for seed in range(2):
        with fresh_store() as fresh:
            room = Room(fresh, 12)
            order = random.Random(seed).sample(keys, 12)
            for token, key in zip(room.sample.tokens, order, strict=True):
                raw = {"kind": ["a"], "ask": say("the same words", key)}
                submit(fresh, room.sample.id, token, raw)
            room.close()
            dumps.append(dump(fresh))
    assert dumps[0] == dumps[1]


# How many


def test_at_least_k_sentences_stay_without_a_name(store: Store) -> None:
    room = make_room(store, seats=8, shown=range(8))
    for place in range(3):
        assert room.list_claimable() == ("ask",)
        room.claim(place, f"name {place}")
    assert room.list_claimable() == ()
    with pytest.raises(PhaseError, match="too few to hide among"):
        room.claim(3)
    assert len(room.list_names()) == 3
    room.show(0, shown=False)  # a name that is hidden is known all the same
    with pytest.raises(PhaseError, match="too few to hide among"):
        room.claim(3)


def test_who_claims_at_the_same_moment_does_not_get_round_it(store: Store) -> None:
    room = make_room(store, seats=8, shown=range(8))

    def try_to(place: int) -> bool:
        try:
            room.claim(place, f"name {place}")
        except PhaseError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(try_to, range(8)))
    assert sum(taken) == len(room.list_names()) == 3


ACTS = st.lists(
    st.tuples(st.sampled_from(["claim", "claim", "claim", "steal", "show", "hide"]), st.integers()),
    max_size=40,
)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@example(seats=12, k=5, people=10, known=1, ticked=0, acts=[("claim", p) for p in range(12)])
@given(
    seats=st.integers(8, 14),
    k=st.integers(4, 8),
    people=st.none() | st.integers(6, 14),
    known=st.integers(0, 2),
    ticked=st.integers(0),
    acts=ACTS,
)
def test_whatever_people_do_k_sentences_of_surely_different_people_stay_without_a_name(
    seats: int, k: int, people: int | None, known: int, ticked: int, acts: list[tuple[str, int]]
) -> None:
    policy = AnonymityPolicy(k=k, text_k=max(k, 8))
    with fresh_store() as store:
        room = Room(store, seats, make_exercise(policy))
        store.set_people(room.sample.code, people)
        if known:
            store.set_known(room.sample.id, known, expected=0)
        boxes = [not ticked >> place & 1 for place in range(seats)]
        room.tell(boxes)
        room.close()
        room.show(*range(0, seats, 2))
        room.reveal()
        own: dict[str, str] = {}
        for act, number in acts:
            place = number % seats
            words, name = f"sentence {place}", f"name {place}"
            if act in ("show", "hide"):
                if any(each.text == words for each in room.look()):
                    room.show(place, shown=act == "show")
                continue
            shown = any(each.text == words and each.shown for each in room.look())
            key = room.keys[place] if act == "claim" else hash_key(room.keys[place])
            try:
                claim_sentence(store, room.sample.code, key, name)
            except KitError:
                continue
            assert act == "claim"
            assert shown
            own[words] = name
        assert room.list_names() == own
        # Second browsers and known ones may be all among those that are left.
        taken_off = (0 if people is None else max(0, seats - people)) + known
        nameless = len(room.look()) - len(own) - taken_off
        assert not own or nameless >= k
        offered = {each.prompt for each in room.look(Role.PARTICIPANT) if each.mark}
        if offered and room.list_claimable():
            assert nameless > k

"""The export is what the screen showed: every number of it, and nothing besides."""

# Holds kit/commands/export.py too: it reads options and writes the files that are looked at here.

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kit
from kit.cli import main
from kit.errors import KitError, NotFoundError, PhaseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.export.export import build_export, list_files, render_json, write_files
from kit.export.tables import list_words
from kit.gate.crosstabs import describe_step
from kit.gate.marginals import ADVICE
from kit.gate.publication import close_round, submit
from kit.gate.results import get_result
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.session.commitments import Commitment, State
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.export.test_tables import read_csv
from tests.gate.test_claims import make_room
from tests.store.sample import MARKER, NOTEBOOK, add_seats, fresh_store, prepare_round

SHOWN, HIDDEN, TOLD = "shown words", "hidden words", "the leader's words"
KINDS = ("a", "b", "c")


def make_exercise(policy: AnonymityPolicy | None = None) -> Exercise:
    return Exercise(
        "any",
        title="Any exercise",
        prompts=[
            Choice("kind", "Which?", list(KINDS)),
            Scale("safe", "How safe?", low=-2, high=2, low_label="not at all"),
            YesNo("quiet", "Quiet?"),
            Choice("help", "Who?", list(KINDS)),
            Text("story", "What happened?"),
        ],
        leader=Leader([Text("act", "One small act")]),
        policy=policy or AnonymityPolicy(),
        crosses=[("kind", "help")],
    )


def begin(store: Store, exercise: Exercise, title: str = "Team") -> str:
    """A session with a round whose leader has gone first, open for answers."""
    code = store.add_session(title, [NOTEBOOK, NOTEBOOK]).code
    play(store, code, exercise)
    return code


def play(store: Store, code: str, exercise: Exercise) -> int:
    rounds = store.list_rounds(code)
    current = rounds[-1] if rounds and rounds[-1].phase is Phase.PREPARE else None
    current = current or store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, exercise)
    store.set_leader(current.id, {"name": "Ada", "act": TOLD})
    advance_round(store, current.id, Phase.PREPARE)
    advance_round(store, current.id, Phase.LEADER)
    return current.id


def send(store: Store, code: str, count: int, chance: random.Random) -> None:
    """Some people take seats and answer some of the questions."""
    round_id = store.get_round(code).id
    for token in add_seats(store, code, count):
        raw: dict[str, object] = {
            "kind": [chance.choice(KINDS)],
            "safe": chance.randint(-2, 2),
            "quiet": chance.random() < 0.5,
            "help": [chance.choice(KINDS)],
            "story": {"text": f"{chance.choice((SHOWN, HIDDEN))} {MARKER}", "share": True},
        }
        for name in chance.sample(["safe", "quiet", "help", "story"], chance.randrange(3)):
            del raw[name]
        submit(store, round_id, token, raw)


def show(store: Store, round_id: int) -> None:
    released = list_texts(store, store.get_round_by_id(round_id), Role.FACILITATOR)
    set_texts_shown(store, [each.id for each in released if SHOWN in each.text], True)


def go_on(store: Store, code: str) -> None:
    """To the next phase; sentences are chosen on the way."""
    current = store.get_round(code)
    advance_round(store, current.id, current.phase)
    if current.phase is Phase.OPEN:
        show(store, current.id)


def list_numbers(value: object) -> list[object]:
    """Every number in plain values."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in list_numbers(part)]
    if isinstance(value, list | tuple):
        return [each for part in value for each in list_numbers(part)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []


def check_round(store: Store, told: dict[str, Any], round_id: int) -> None:
    """An exported round is what `get_result` gives the screen, and nothing else."""
    current = store.get_round_by_id(round_id)
    seen = get_result(store, current, Role.SCREEN)
    about = {"round", "notebook", "exercise", "state"}
    if current.phase not in (Phase.REVEALED, Phase.DONE):
        assert told.keys() == about
        assert told["state"] == "not revealed yet"
        return
    assert told.keys() == about | {"note", "result", "sentences", "leader", "promise"}
    assert told["note"] == seen.note
    assert told["state"] == ("withheld" if seen.withheld else "revealed")
    assert told["result"] == (seen.snapshot.to_json() if seen.snapshot else None)
    texts = [each.text for each in list_texts(store, current, Role.SCREEN)]
    assert [each["text"] for each in told["sentences"]] == texts
    assert all(SHOWN in text for text in texts)


# The last screen equals the export


POLICIES = st.builds(
    AnonymityPolicy, k=st.sampled_from([4, 5]), reveal=st.sampled_from(["sealed", "live"])
)


@pytest.mark.long
@settings(max_examples=20, deadline=None)
@given(
    policy=POLICIES,
    groups=st.lists(st.integers(0, 14), max_size=4),
    steps=st.integers(0, 4),
    seed=st.integers(0, 1000),
)
def test_in_every_phase_the_export_is_what_the_screen_may_see(
    policy: AnonymityPolicy, groups: list[int], steps: int, seed: int
) -> None:
    chance = random.Random(seed)
    with fresh_store() as store:
        code = begin(store, make_exercise(policy))
        store.set_people(code, max(1, sum(groups)))
        for group in groups:
            send(store, code, group, chance)
        first = store.get_round(code).id
        for _ in range(min(steps, 3)):
            go_on(store, code)
        if steps == 4:
            play(store, code, make_exercise(policy))
            send(store, code, 9, chance)
        exported = build_export(store, code)
        rounds = store.list_rounds(code)
        assert len(exported["rounds"]) == len(rounds)
        for told, current in zip(exported["rounds"], rounds, strict=True):
            check_round(store, told, current.id)
        check_files(exported)
        everything = b"".join(list_files(exported).values()).decode()
        assert HIDDEN not in everything
        if store.get_round_by_id(first).phase in (Phase.OPEN, Phase.CLOSED):
            assert MARKER not in everything
            assert TOLD not in everything
            assert list_numbers(exported) == [1]
        assert list_files(build_export(store, code)) == list_files(exported)


def check_files(exported: dict[str, Any]) -> None:
    """The files hold the same numbers as the values they are made of."""
    files = list_files(exported)
    code = exported["code"]
    assert json.loads(files[f"{code}.json"]) == exported
    rows = read_csv(files[f"{code}-results.csv"])
    counted = [
        (str(told["round"]), marginal["prompt"], value, label, str(count))
        for told in exported["rounds"]
        for marginal in (told.get("result") or {}).get("marginals", [])
        for value, label, count in marginal["counts"]
    ]
    names = ("round", "prompt", "value", "label", "count")
    found = [tuple(row[name] for name in names) for row in rows if row["count"]]
    assert [tuple(cell.removeprefix("'") for cell in row) for row in found] == counted
    cells = read_csv(files[f"{code}-crosses.csv"])
    shown = [
        describe_step(count, table["step"])
        for told in exported["rounds"]
        for table in (told.get("result") or {}).get("crosses", [])
        for counts in table["counts"]
        for count in counts
    ]
    assert [row["count"] for row in cells if row["answers"]] == shown
    said = read_csv(files[f"{code}-words.csv"])
    sentences = [each["text"] for told in exported["rounds"] for each in told.get("sentences", [])]
    assert [row["text"] for row in said if row["kind"] == "sentence"] == sentences


# What is in it


def test_a_revealed_round_with_everything_that_was_said(store: Store) -> None:
    code = begin(store, make_exercise())
    send(store, code, 30, random.Random(2))
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    (told,) = exported["rounds"]
    assert (exported["code"], exported["title"]) == (code, "Team")
    assert (told["state"], told["note"]) == ("revealed", "30 answers")
    assert told["leader"] == {
        "name": "Ada",
        "told": [{"prompt": "act", "question": "One small act", "text": TOLD}],
    }
    assert told["sentences"]
    assert told["sentences"][0]["question"] == "What happened?"
    assert any("From fewer than 5 answers" in line for line in told["promise"])
    said = read_csv(list_files(exported)[f"{code}-words.csv"])
    assert {row["kind"] for row in said} == {"leader", "sentence", "promise"}
    assert [row["name"] for row in said if row["kind"] == "leader"] == ["Ada"]


def test_a_name_is_exported_with_its_sentence_where_the_screen_shows_both(store: Store) -> None:
    room = make_room(store, shown=[0, 1])
    room.claim(0, "Ada")
    room.claim(1, "Ben")
    room.show(1, shown=False)
    (told,) = build_export(store, room.sample.code)["rounds"]
    ask = {"prompt": "ask", "question": "I need \u2026"}
    assert told["sentences"] == [{**ask, "text": "sentence 0", "name": "Ada"}]
    words = [row for row in list_words(told) if row[2] == "sentence"]
    assert [(row[3], row[-1]) for row in words] == [("Ada", "sentence 0")]


def test_a_leaders_words_that_are_not_kept_are_told_of_and_nothing_more(store: Store) -> None:
    exercise = make_exercise()
    assert exercise.leader is not None
    passing = replace_leader(exercise, Leader(exercise.leader.prompts, keep=False))
    code = begin(store, passing)
    send(store, code, 12, random.Random(2))
    for _ in range(2):
        go_on(store, code)
    assert get_view(store, store.get_round(code).id, Role.SCREEN).leader["act"] == TOLD
    exported = build_export(store, code)  # while the words still stand on the screen
    assert exported["rounds"][0]["leader"] == {"name": "", "told": [], "aloud": True}
    files = list_files(exported)
    assert not [name for name, content in files.items() if TOLD.encode() in content]
    assert b"Told aloud, and not kept." in files[f"{code}-report.html"]
    said = read_csv(files[f"{code}-words.csv"])
    assert [row["text"] for row in said if row["kind"] == "leader"] == ["told aloud, and not kept"]


def replace_leader(exercise: Exercise, leader: Leader) -> Exercise:
    return Exercise.from_json(exercise.to_json() | {"leader": leader.to_json()})


def sign(store: Store, code: str) -> str:
    """Let a later session follow one that has signed three cards; two of them are marked."""
    states = (State.KEPT, State.DROPPED, State.OPEN)
    for state in states:
        card = Commitment("=Ada", f"what was {state}", "Friday", "Ben <b>", state)
        store.add_commitment(code, card)
    later = store.add_session("Later", [], follows=code).code
    store.add_commitment(later, Commitment("Eli", "begin on time", "Monday", "the team"))
    return later


def test_commitments_stand_apart_from_the_rounds(store: Store) -> None:
    code = begin(store, make_exercise())
    later = sign(store, code)
    assert "Ada" not in json.dumps(build_export(store, code)["rounds"])
    exported = build_export(store, later)
    told = exported["commitments"]
    assert [card["owner"] for card in told["now"]] == ["Eli"]
    assert {card["state"] for card in told["last_time"]} == {"kept", "dropped", "open"}
    assert told["follow_through"] == [
        {"session": "Last time", "kept": 1, "changed": 0, "dropped": 1, "open": 1}
    ]
    rows = read_csv(list_files(exported)[f"{later}-commitments.csv"])
    assert [row["session"] for row in rows] == ["now", *["last time"] * 3]
    assert {row["owner"] for row in rows} == {"Eli", "'=Ada"}


def test_those_who_were_left_out_are_named_as_on_the_screen(store: Store) -> None:
    code = begin(store, make_exercise(AnonymityPolicy(reveal="live")))
    store.set_people(code, 10)
    send(store, code, 10, random.Random(1))
    send(store, code, 2, random.Random(1))
    for _ in range(2):
        go_on(store, code)
    (told,) = build_export(store, code)["rounds"]
    assert told["note"] == "shown 10 of 12"
    assert (told["result"]["n"], told["result"]["of"]) == (10, 12)


def test_a_withheld_round_and_a_withheld_question_are_named_without_a_number(
    store: Store,
) -> None:
    code = begin(store, make_exercise())
    send(store, code, 4, random.Random(3))
    for _ in range(3):
        go_on(store, code)
    play(store, code, make_exercise())
    round_id = store.get_round(code).id
    for token in add_seats(store, code, 6):
        submit(store, round_id, token, {"kind": ["a"]})
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    first, second = exported["rounds"]
    assert (first["state"], first["note"], first["result"]) == ("withheld", ADVICE, None)
    rows = read_csv(list_files(exported)[f"{code}-results.csv"])
    assert next(row for row in rows if row["round"] == "1")["note"] == ADVICE
    (safe,) = [row for row in rows if row["round"] == "2" and row["prompt"] == "safe"]
    assert (safe["shape"], safe["answers"], safe["count"]) == ("withheld", "", "")
    assert safe["summary"] == "Not enough answers to protect you"
    assert second["state"] == "revealed"
    (cross,) = read_csv(list_files(exported)[f"{code}-crosses.csv"])
    assert (cross["answers"], cross["count"]) == ("", "Not enough answers to protect you")


def test_a_round_that_ended_open_is_not_exported(store: Store) -> None:
    code = begin(store, make_exercise(AnonymityPolicy(reveal="live")))
    store.set_people(code, 10)
    send(store, code, 10, random.Random(1))
    store.end_session(code)
    (told,) = build_export(store, code)["rounds"]
    assert told["state"] == "not revealed yet"
    with pytest.raises(PhaseError):
        close_round(store, store.get_round(code).id)


# Files


def test_a_file_that_is_there_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    exported = build_export(store, begin(store, make_exercise()))
    written = write_files(exported, tmp_path / "new")
    assert [path.name for path in written] == list(list_files(exported))
    written[0].unlink()
    written[1].write_text("mine")
    with pytest.raises(KitError, match="is there already and was left as it is"):
        write_files(exported, tmp_path / "new")
    assert written[1].read_text() == "mine"
    assert not written[0].exists()


def test_a_folder_that_cannot_be_made_is_told(store: Store, tmp_path: Path) -> None:
    exported = build_export(store, begin(store, make_exercise()))
    with pytest.raises(KitError, match="Name another folder with --to"):
        write_files(exported, tmp_path / "missing" / "new")


def test_an_unknown_code_is_told(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no session with this code in kit.db.*--data"):
        build_export(store, "BCDFGH")


# The command


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_here(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return (status, *capsys.readouterr())

    return run_here


def test_the_command_writes_files_and_names_them(store: Store, tmp_path: Path, run: Run) -> None:
    code = begin(store, make_exercise())
    data, to = str(tmp_path / "kit.db"), str(tmp_path / "out")
    typed = f"{code[:3]}-{code[3:]}".lower()
    status, out, err = run("export", typed, "--data", data, "--to", to)
    assert (status, out) == (0, "")
    names = (
        "-report.html",
        "-mail.txt",
        ".json",
        "-results.csv",
        "-crosses.csv",
        "-words.csv",
        "-commitments.csv",
        "-notes.csv",
    )
    assert err.split() == [str(tmp_path / "out" / f"{code}{name}") for name in names]
    status, out, err = run("export", typed, "--data", data, "--to", to)
    assert status == 1
    assert err.startswith("kit: ")
    assert "is there already" in err


def list_kept(folder: Path) -> list[Path]:
    """What lies in a folder, without the files that SQLite has beside an open database."""
    return sorted(each for each in folder.iterdir() if not each.name.startswith("kit.db-"))


def test_the_command_prints_json_and_writes_nothing(store: Store, tmp_path: Path, run: Run) -> None:
    code = begin(store, make_exercise(), title="Süd")
    before = list_kept(tmp_path)
    status, out, err = run("export", code, "--data", str(tmp_path / "kit.db"), "--json")
    assert (status, err) == (0, "")
    assert out.encode() == render_json(build_export(store, code))
    assert json.loads(out)["title"] == "Süd"
    assert list_kept(tmp_path) == before


def test_a_missing_database_is_told_and_not_made(tmp_path: Path, run: Run) -> None:
    status, _, err = run("export", "BCDFGH", "--data", str(tmp_path / "none.db"))
    assert status == 1
    assert "There is no database" in err
    assert list(tmp_path.iterdir()) == []


def test_signed_notes_are_told_apart_from_results_and_only_those_that_were_given(
    store: Store,
) -> None:
    fields = [kit.Text("to", "To whom", max_length=40), kit.Text("for", "You", max_length=120)]
    note = kit.SignedNote("thanks", "Thanks", fields, held=True, names="to")
    wall = kit.Exercise("wall", prompts=[kit.YesNo("new", "New?")], notes=[note])
    current = prepare_round(store, wall)
    store.set_names(current.id, ["Zoe"])
    store.set_apart(current.id, "Zoe", True)
    for name in ("=Ada", "Zoe", "Ben"):
        note_id = store.add_note(current.id, "thanks", {"to": name, "for": f"<b>{name}</b>"})
        if name != "Ben":
            store.show_notes(current.id, [note_id], True)
    store.add_note(current.id, "thanks", {"to": "Chris", "for": "said"}, private=True)
    exported = build_export(store, current.code)
    (told,) = exported["notes"]
    assert sorted(card["to"] for card in told["cards"]) == ["=Ada", "Zoe"]
    files = list_files(exported)
    table = files[f"{current.code}-notes.csv"].decode("utf-8-sig")
    assert table.splitlines()[0] == "round,exercise,kind,card,field,question,text"
    assert "'=Ada" in table
    report = files[f"{current.code}-report.html"].decode()
    assert "&lt;b&gt;Zoe&lt;/b&gt;" in report
    for unseen in ("Ben", "Chris"):
        assert unseen not in table + report


def test_every_leader_who_has_spoken_stands_in_it_with_a_name_and_none_is_counted(
    store: Store,
) -> None:
    code = store.add_session("Team", [NOTEBOOK]).code
    current = store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, make_exercise())
    store.set_leader(current.id, {"name": "Ada", "act": TOLD})
    advance_round(store, current.id, Phase.PREPARE)
    store.add_leader(current.id, expected=1)
    store.set_leader(current.id, {"name": "Ben", "act": "He asked."})
    advance_round(store, current.id, Phase.LEADER)
    send(store, code, 30, random.Random(2))
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    (told,) = exported["rounds"]
    second = [{"prompt": "act", "question": "One small act", "text": "He asked."}]
    assert told["leader"]["more"] == [{"name": "Ben", "told": second}]
    assert told["note"] == "30 answers"
    said = read_csv(list_files(exported)[f"{code}-words.csv"])
    named = [(row["name"], row["text"]) for row in said if row["kind"] == "leader"]
    assert named == [("Ada", TOLD), ("Ben", "He asked.")]
    assert b"Ben spoke next" in list_files(exported)[f"{code}-report.html"]

"""The mail after a session: results and signed cards, and no word that anybody has written."""

from __future__ import annotations

import json

import kit
from kit.exercise.exercise import Exercise, Leader
from kit.export.export import build_export, list_files
from kit.export.mail import WIDTH, render_mail
from kit.gate.publication import close_round, submit
from kit.session.commitments import Commitment
from kit.session.session import Phase
from kit.store import Store
from tests.places import ROOT
from tests.store.sample import add_seats, prepare_round

SAMPLES = sorted((ROOT / "data/sample-sessions").glob("*.json"))
MARK = "the blue door"
EXERCISE = Exercise(
    "talk",
    title="Talk",
    prompts=[
        kit.Choice("kind", "Which act?", options=["kept their word", "gave credit"]),
        kit.Grid("soil", "How is it?", rows=["time", "tools"], steps=["neglected", "tended"]),
        kit.Text("story", "What was it?"),
    ],
    leader=Leader([kit.Text("act", "What I did")]),
)


def play(store: Store, answers: int) -> str:
    """Play a session; gives its mail."""
    current = prepare_round(store, EXERCISE)
    tokens = add_seats(store, current.code, answers)
    store.set_people(current.code, answers)
    store.set_leader(current.id, {"name": "Ada", "act": f"Ada and {MARK}"})
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    for token in tokens:
        raw = {"kind": ["gave-credit"], "soil": {"time": 1}}
        said = {"text": MARK, "share": True}
        submit(store, current.id, token, {**raw, "story": said})
    close_round(store, current.id)
    if released := [row.id for row in store.list_texts(current.id)]:
        store.set_texts_shown(released, True)
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    store.add_commitment(current.code, Commitment("Eve", "ask first", "on Monday", "Ben"))
    return render_mail(build_export(store, current.code)).decode()


def test_it_tells_results_and_cards_and_what_is_to_be_filled_in(store: Store) -> None:
    mail = play(store, 9)
    assert "Talk (9 answers)" in mail
    assert "Which act? Gave credit comes first with 9 of 9." in mail
    assert "- Eve: ask first, on Monday. Will notice: Ben." in mail
    assert "Every single answer was erased" in mail
    for blank in ("[name, and how to reach them]", "[day, time, place]", "[your name]"):
        assert blank in " ".join(mail.split())


def test_the_rows_of_a_grid_stand_below_its_question(store: Store) -> None:
    mail = play(store, 9)
    assert "\n- How is it?\n  - time: low, close together\n" in mail


def test_no_sentence_and_no_leaders_word_is_in_it(store: Store) -> None:
    mail = play(store, 9)
    assert MARK not in mail
    assert "What was it?" not in mail


def test_what_was_withheld_is_not_in_it(store: Store) -> None:
    mail = play(store, 4)
    assert "Talk" not in mail
    assert "Which act?" not in mail
    assert "Eve" in mail
    assert "- tools" not in play(store, 9)  # nobody has answered that line


def test_every_sample_session_has_one_in_lines_of_a_mail() -> None:
    assert SAMPLES
    for path in SAMPLES:
        exported = json.loads(path.read_text("utf-8"))
        lines = render_mail(exported).decode().splitlines()
        assert all(len(line) <= WIDTH for line in lines), path.name
        assert lines[0].startswith("Subject: ")
        for told in exported["rounds"]:
            assert (told["exercise"] in "\n".join(lines)) == (told["state"] == "revealed")


def test_what_the_room_kept_of_its_talk_stands_in_mail_report_and_table(store: Store) -> None:
    play(store, 9)
    (session,) = store.list_sessions()
    current = store.get_round(session.code)
    store.write_debrief(current.id, "Not shown to anybody.")
    store.ask_debrief(current.id, "Not kept by anybody.")
    for kept in ("", "We were loud.\n<b>נאמר</b> <script>"):
        if kept:
            store.ask_debrief(current.id, kept)
            store.keep_debrief(current.id, kept)
        files = list_files(build_export(store, session.code))
        mail, page, words, plain = (
            files[f"{session.code}{name}"].decode("utf-8-sig")
            for name in ("-mail.txt", "-report.html", "-words.csv", ".json")
        )
        for each in (mail, page, words, plain):
            assert "by anybody" not in each
            assert "to anybody" not in each
            assert ("We were loud." in each) is bool(kept)
        assert ("Talk: what we said about it\n- We were loud.\n- <b>" in mail) is bool(kept)
        assert ('<li dir="auto">&lt;b&gt;נאמר&lt;/b&gt;' in page) is bool(kept)
        assert ("1,Talk,said,,,,We were loud." in words) is bool(kept)

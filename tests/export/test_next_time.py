"""The calendar file: read by a parser, and line by line as RFC 5545 wants it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from kit.export.export import build_export, list_files
from kit.export.next_time import render_next_time
from kit.session.commitments import Commitment
from kit.store import Store
from tests.store.sample import prepare_round

DAY = date(2027, 2, 28)
WIDEST = 75  # octets of a line, RFC 5545, 3.1


def write(next_on: str = "2027-02-28", cards: int = 1, **more: Any) -> bytes:
    exported = {
        "code": "BCDFGHJK",
        "held_on": "2027-01-31",
        "next_on": next_on,
        "commitments": {"now": [{"owner": "Ada"}] * cards},
    }
    return render_next_time(exported | more)


def read(written: bytes) -> Any:
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    return event


def test_a_parser_finds_the_whole_day() -> None:
    event = read(write())
    assert event.decoded("dtstart") == DAY
    assert event.decoded("dtend") == date(2027, 3, 1)
    assert event["summary"] == "We look at our cards again"
    assert event["description"] == (
        "The cards of 31 January 2027 are read first: kept, changed or dropped."
    )
    assert event["transp"] == "TRANSPARENT"
    assert not event.errors


def test_it_has_the_form_that_the_standard_wants() -> None:
    written = write()
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= WIDEST for line in lines)
    assert [lines[0], lines[-2]] == [b"BEGIN:VCALENDAR", b"END:VCALENDAR"]
    names = [line.partition(b":")[0].partition(b";")[0] for line in lines]
    for once in (b"VERSION", b"PRODID", b"UID", b"DTSTAMP", b"DTSTART"):
        assert names.count(once) == 1, once
    assert b"DTSTART;VALUE=DATE:20270228" in lines
    assert any(line.startswith(b"DTSTAMP:") and line.endswith(b"Z") for line in lines)


def test_the_last_day_of_a_year_ends_in_the_next() -> None:
    assert read(write("2027-12-31")).decoded("dtend") == date(2028, 1, 1)


def test_without_cards_it_speaks_of_none() -> None:
    event = read(write(cards=0))
    assert event["summary"] == "We meet again"
    assert "description" not in event


def test_another_day_is_the_same_event_and_another_session_is_not() -> None:
    assert read(write())["uid"] == read(write("2027-03-01"))["uid"]
    assert read(write())["uid"] != read(write(code="QQQQQQQQ"))["uid"]
    assert write() == write()


def test_a_session_whose_day_is_not_known_has_one_too() -> None:
    assert read(write(held_on="")).decoded("dtstart") == DAY


@pytest.mark.parametrize("day", [None, DAY])
def test_an_export_has_the_file_where_a_day_was_named(store: Store, day: date | None) -> None:
    current = prepare_round(store)
    store.add_commitment(current.code, Commitment("Ada", "ask first", "Friday", "Ben"))
    store.set_next(current.code, day)
    files = list_files(build_export(store, current.code))
    written = files.get(f"{current.code}-next.ics")
    mail = " ".join(files[f"{current.code}-mail.txt"].decode().split())
    if day is None:
        assert written is None
        assert "cards again on [day, time, place]." in mail
        assert b"next_on" not in files[f"{current.code}.json"]
        return
    assert written is not None
    assert read(written).decoded("dtstart") == DAY
    for told in (b"Ada", b"ask first", b"Team", current.code.encode()):
        assert told not in written
    assert "We look at the cards again on 28 February 2027, [time, place]." in mail
    assert b'"next_on": "2027-02-28"' in files[f"{current.code}.json"]

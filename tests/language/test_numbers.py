"""Numbers as people read them: grouped, with the point or the comma of the language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from kit.language import _, ngettext, use_language
from kit.language.extraction import PACKAGE
from kit.language.numbers import format_number, format_percent
from tests.language.test_marked import FILES

NARROW, SPACE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("tag", "small", "four", "many", "mean"),
    [
        ("en", "999", "1,234", "12,345", "4.3"),
        ("en-XA", "999", "1,234", "12,345", "4.3"),
        ("de", "999", "1.234", "12.345", "4,3"),
        ("fr", "999", f"1{NARROW}234", f"12{NARROW}345", "4,3"),
        ("es", "999", "1234", "12.345", "4,3"),
        ("pt-BR", "999", "1.234", "12.345", "4,3"),
        ("ar", "999", "1,234", "12,345", "4.3"),
    ],
)
def test_a_number_is_written_as_the_language_has_it(
    tag: str, small: str, four: str, many: str, mean: str
) -> None:
    with use_language(tag):
        assert [format_number(each) for each in (999, 1234, 12345)] == [small, four, many]
        assert format_number(4.26, 1) == mean
        assert format_number(0) == "0"


@pytest.mark.parametrize("tag", ["en", "de", "es"])
def test_a_number_below_zero_keeps_its_sign(tag: str) -> None:
    with use_language(tag):
        assert format_number(-5) == "-5"


def test_a_number_of_many_parts_has_as_many_digits_as_were_asked_for() -> None:
    with use_language("de"):
        assert format_number(1234.5, 2) == "1.234,50"
    with use_language("es"):
        assert format_number(1234.5, 2) == "1234,50"
    assert format_number(1234.5, 2) == "1,234.50"


@pytest.mark.parametrize("number", [4.25, 4.35, 2.5, 1000.45])
def test_a_number_is_rounded_alike_in_every_language(number: float) -> None:
    english = format_number(number, 1)
    with use_language("de"):
        assert format_number(number, 1) == english.translate(str.maketrans(".,", ",."))


@pytest.mark.parametrize(
    ("tag", "told"),
    [("en", "40 %"), ("de", f"40{SPACE}%"), ("fr", f"40{SPACE}%"), ("es", f"40{SPACE}%")],
)
def test_a_share_has_the_sign_and_the_space_of_the_language(tag: str, told: str) -> None:
    with use_language(tag):
        assert format_percent(40).replace(NARROW, SPACE) == told


def test_whole_numbers_in_a_sentence_are_written_too_and_texts_stay_as_they_are() -> None:
    told = ngettext("{n} answer", "{n} answers", 1234)
    assert told == "1,234 answers"
    assert _("{n} of {all}", n=5, all=1500) == "5 of 1,500"
    with use_language("de"):
        assert ngettext("{n} answer", "{n} answers", 1234) == "1.234 Antworten"
        assert _("No such {year}", year="2026") == "No such 2026"
        assert _("No such {year}, {so}", year="2026", so=True) == "No such 2026, True"


WORDS = "widgets/shared/words.js"  # which writes numbers for all scripts
SPEC = re.compile(r"[,%g]|\.\d*f")
"""What a number's format asks for where it groups, cuts or rounds by itself."""
BY_HAND = {
    # Lengths in a style.
    "export/rows.py": ("100 * step.count / n / most:.1f",),
    "forms/result_tables.py": ("100 * count / most:.1f",),
    # Said in the log or in the terminal.
    "server/kernels/kernel_client.py": ("READY_SECONDS:.0f",),
    "server/kernels/trial.py": ("seconds:g",),
    # For programmers.
    "server/relay/budget.py": ("self.",),
}
"""Numbers that no page shows, by file: how they begin, with the reason."""


FOR_MACHINES = re.compile(
    r"setAttribute\((?!\"aria-(label|valuetext)\")|setProperty\(|dataset\."
    r"|transform|\.(value|max|min) ="
)
"""What a script writes into styles, attributes and fields."""
SHOWN_BY_NOBODY = (
    # What a mark of a clock's or a seat's line reads.
    'const seconds = String(whole % 60).padStart(2, "0");',
    '? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`',
    "const place = new URLSearchParams({ kernel, seq: String(seq) });",
    "address.search = String(place);",
    # Compared, or measured.
    'if (String(shares) === String(model.get("value"))) return;',
    "const [left, right, neither] = longest.map((each) => (each / whole).toFixed(4));",
    # A text, whatever was given.
    "const words = String(text);",
)
"""Lines of scripts with a number that is no person's to read, or is a timer's."""


def read(name: str) -> str:
    """A file of the package."""
    return PACKAGE.joinpath(name).read_text("utf-8")


def list_by_hand_in_script(source: str) -> Iterator[str]:
    """The lines of a script that turn a number into a text without asking for the language."""
    for line in source.splitlines():
        written = re.search(r"\bString\(|\.toFixed\(|\.toLocale\w*\(|\bIntl\.", line)
        if written and not FOR_MACHINES.search(line):
            yield line.strip()


def list_by_hand(source: str) -> Iterator[str]:
    """The numbers of a module that are written without asking for the language."""
    for each in ast.walk(ast.parse(source)):
        if not isinstance(each, ast.JoinedStr):
            continue
        for place, part in enumerate(each.values):
            if not isinstance(part, ast.FormattedValue):
                continue
            spec = ast.unparse(part.format_spec)[2:-1] if part.format_spec else ""
            after = each.values[place + 1 : place + 2]
            sign = after and isinstance(after[0], ast.Constant) and str(after[0].value)
            if SPEC.search(spec) or (sign and sign.startswith((" %", "\u00a0%"))):
                yield f"{ast.unparse(part.value)}:{spec}"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".py")])
def test_no_module_writes_a_number_by_itself(name: str) -> None:
    found = list_by_hand(read(name))
    left = [each for each in found if not each.startswith(BY_HAND.get(name, ()))]
    assert left == [], "use format_number or format_percent of kit/language/numbers.py"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js") and name != WORDS])
def test_no_script_writes_a_number_by_itself(name: str) -> None:
    left = [each for each in list_by_hand_in_script(read(name)) if each not in SHOWN_BY_NOBODY]
    assert left == [], "use formatNumber or formatTime of kit/widgets/shared/words.js"


@pytest.mark.parametrize("name", BY_HAND)
def test_every_number_that_no_page_shows_is_there(name: str) -> None:
    found = [*list_by_hand(read(name))]
    for beginning in BY_HAND[name]:
        assert any(each.startswith(beginning) for each in found), beginning


def test_a_number_that_is_written_by_hand_is_found() -> None:
    for found in ('f"{mean:.1f}"', 'f"{n:,} answers"', 'f"{share} %"', 'f"{x:g}"'):
        assert len([*list_by_hand(found)]) == 1
    for left in ('f"{n} answers"', 'f"{place:>5}"', 'f"left:{low}%"'):
        assert [*list_by_hand(left)] == []

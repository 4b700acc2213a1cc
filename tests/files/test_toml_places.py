"""Where something stands in a file is found whatever else stands there."""

from __future__ import annotations

from kit.files.toml_places import Places


def test_places_are_those_of_the_file_whatever_stands_in_words_and_comments() -> None:
    places = Places(
        '# [x]\n[a]\ntitle = "[b] {"\nexercises = [ # {\n  { notebook = "a" }, { break = 5 },\n'
        "# { x }\n  { notebook = ']' },\n]\n[\"b c\"]\nlength = 3\nexercises = [\n\n{break=1}]\n"
    )
    assert [places.find_table(name) for name in ("a", "b c", "x", "b")] == [2, 9, 0, 0]
    assert [places.find_entry("a", "exercises", number) for number in (1, 2, 3, 4)] == [5, 5, 7, 0]
    assert places.find_entry("b c", "exercises", 1) == 13
    assert places.find_entry("x", "exercises", 1) == 0
    assert (places.find_key("b c", "length"), places.find_key("a", "length")) == (10, 0)


def test_settings_above_all_tables_and_tables_of_one_name_have_places() -> None:
    places = Places(
        'story = [\n  "One, two.",\n  "[safe]",\n]\nkind = { a = 1 }\n[safe.row]\nmean = 3\n'
        '[[cards]]\nowner = "A"\n[[cards]]\nowner = "B"\n'
    )
    assert [places.find_entry("", "story", number) for number in (1, 2, 3)] == [2, 3, 0]
    assert (places.find_loose("kind"), places.find_loose("nothing")) == (5, 1)
    assert (places.find_table("safe.row"), places.find_key("safe.row", "mean")) == (6, 7)
    assert [places.find_table("cards", number) for number in (1, 2, 3)] == [8, 10, 0]

"""What is drawn is in proportion to its number, in WebKit and in Firefox."""

from __future__ import annotations

from tests.browser.marks import (
    COUNTS,
    MANY,
    MARBLES,
    MEANS,
    STEPS,
    check_bars,
    check_jar,
    check_parts,
    check_steps,
    check_strip,
    check_table,
    check_words,
    list_drawings,
    make_bars,
    make_strip,
    make_words,
    write_table,
)
from tests.browser.stages import SIZES, make_chart, make_jar
from tests.browser.windows import resize
from tests.drawings import make_means
from tests.engines.stages import Gallery

# WebKit draws without a graphics card: a window of 4K takes it a second.
FEW = [size for size in SIZES if size["width"] * size["height"] <= 1080 * 1920]


def test_bars_on_phones_are_as_long_as_their_numbers_are_large(gallery: Gallery) -> None:
    for counts in COUNTS:
        check_table(gallery.show_page(write_table(counts)), counts)


def test_bars_are_as_long_as_their_numbers_are_large(gallery: Gallery) -> None:
    for counts in (*COUNTS, MANY):
        window = gallery.show(make_chart(make_bars(counts)))
        check_bars(list_drawings(window, "bars", FEW), counts)


def test_steps_and_shares_are_as_large_as_their_numbers(gallery: Gallery) -> None:
    for marginal, layer, side in STEPS.values():
        check_steps(list_drawings(gallery.show(make_chart(marginal)), layer, FEW), side)
    for means in MEANS:
        check_parts(list_drawings(gallery.show(make_chart(make_means(*means))), "parts", FEW))


def test_words_marbles_and_strips_are_as_large_and_as_many_as_their_numbers(
    gallery: Gallery,
) -> None:
    check_words(gallery.show(make_words()), FEW)
    window = gallery.show(make_jar(*MARBLES))
    for size in FEW:
        resize(window, size)
        check_jar(window)
    check_strip(gallery.show(make_strip()))

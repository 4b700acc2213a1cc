"""Pictures of every kind on stages of every size, as WebKit and Firefox draw them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kit.pictures.rows import rows
from kit.pictures.soil import soil
from kit.store import Store
from kit.widgets.widget import KitWidget
from tests.browser import test_gap, test_marks, test_notes, test_pages, test_still
from tests.browser.projection import SIZES, find_faults, find_growth
from tests.browser.stages import make_chart, make_jar
from tests.browser.windows import resize
from tests.engines.engines import ARROW_RIGHT
from tests.engines.stages import Gallery
from tests.engines.window import Window
from tests.pictures.test_rows import Play

# WebKit draws without a graphics card: a window of 4K takes it seconds.
FEW = [size for size in SIZES if size["width"] < 3840]
CHARTS = test_pages.CHARTS
PICTURES: dict[str, Callable[[], list[KitWidget]]] = {
    "jar": lambda: [make_jar(9, 4, 0, 1), make_chart(CHARTS["nine"])],
    "gap": lambda: [test_gap.make_chart(14, few="ask")],
    "gap of few": lambda: [test_gap.make_chart(6, few="ask")],
    "heat map": lambda: [test_marks.make_heat()],
    "market": lambda: [test_notes.make_market()],
}


def check(window: Window, name: str) -> None:
    """Everything stands whole and large at every size."""
    found = []
    for size in FEW:
        resize(window, size)
        found += find_faults(window, f"{name}, {size['width']} by {size['height']}")
    assert not found, "\n".join(str(each) for each in found)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_stands_whole_and_large(gallery: Gallery, name: str) -> None:
    check(gallery.show(make_chart(CHARTS[name])), name)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_stands_whole_and_large(gallery: Gallery, name: str) -> None:
    check(gallery.show(*PICTURES[name]()), name)


def test_what_is_three_times_as_wide_has_letters_three_times_as_large(gallery: Gallery) -> None:
    for pictures in (PICTURES["jar"](), [test_pages.make_wall(7)]):
        found = find_growth(gallery.show(*pictures), type(pictures[0]).__name__)
        assert not found, "\n".join(str(each) for each in found)


@pytest.mark.parametrize("name", test_still.STILL)
def test_what_is_turned_to_stands_whole_and_large(gallery: Gallery, name: str) -> None:
    window = gallery.show(test_still.STILL[name]())
    window.strike(ARROW_RIGHT)
    window.wait_for_function("document.querySelector('.kit-figure').checkVisibility()")
    check(window, name)


def test_rows_and_soil_stand_whole_and_large(gallery: Gallery, store: Store) -> None:
    play = Play(store)
    pictures = [rows(play.results, "pulse"), soil(play.results, ["formal", "lunch"])]
    steps = {"we-ask": 7, "we-hide": 1, "we-wait": 4}
    places = {"time": 1, "tools": 3}
    play.reveal(*[{"pulse": steps, "formal": places, "lunch": places}] * 16)
    for picture in pictures:
        assert isinstance(picture, KitWidget)
        check(gallery.show(picture), type(picture).__name__)
    play.results.close()


@pytest.mark.parametrize("name", test_pages.MAKERS)
def test_every_item_is_whole_and_readable_on_one_page_or_another(
    gallery: Gallery, name: str
) -> None:
    make, count = test_pages.MAKERS[name]
    window = gallery.show(make())
    for size in FEW:
        test_pages.listen(window, size)
        pages = test_pages.turn_through(window, size)
        assert sorted(place for seen in pages for place in seen) == list(range(count)), size

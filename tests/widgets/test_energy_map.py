from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from traitlets import TraitError

from kit.exercise.energy import DRAINS, GIVES, NEUTRAL, SIZES, Task, share_energy
from kit.widgets.energy_map import EnergyMapInput
from tests.places import KIT

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

PHONE = {"width": 360, "height": 740}
EFFECTS = {GIVES: "gives", NEUTRAL: "neutral", DRAINS: "drains"}


@pytest.fixture
def page(show: Show) -> Page:
    widget = EnergyMapInput(prompt="energy", text="Where does your energy go?")
    return show(widget, viewport=PHONE)


def add(page: Page, name: str, effect: str = "Neutral", size: str = "Medium") -> None:
    page.get_by_label("A task").fill(name)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("radio", name=size).check()
    page.get_by_role("radio", name=effect).check()
    page.get_by_role("button", name="Done").click()


def add_three(page: Page) -> None:
    add(page, "Reports", "Drains energy", "Large")
    add(page, "Mentoring", "Gives energy", "Small")
    add(page, "Planning", "Neutral", "Small")


def find(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def go(page: Page, step: str) -> None:
    page.get_by_role("group", name="Steps of the map").get_by_role("button", name=step).click()


def read_shares(page: Page) -> Any:
    """What the widget hands over when something outside the map is pressed."""
    page.evaluate("document.documentElement.click()")
    return page.evaluate("window.state.value")


def read_storage(page: Page) -> str:
    return str(page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })"))


# What leaves the browser


def test_there_is_no_trait_that_could_carry_a_word() -> None:
    own = set(EnergyMapInput.class_trait_names(sync=True)) - {"value", "over"}
    words = {"prompt", "text", "help", "error", "disabled", "resting", "layout"}
    words |= {"tooltip", "tabbable"}
    assert {name for name in own if not name.startswith("_")} == words


def test_four_shares_are_handed_over_when_something_outside_is_pressed_and_not_before(
    page: Page,
) -> None:
    add_three(page)
    assert page.evaluate("window.state.value") == []
    assert read_shares(page) == [20, 60, 20, 60]
    state = page.evaluate("JSON.stringify(window.state)")
    assert not any(name in state for name in ("Reports", "Mentoring", "Planning"))
    assert "Mentoring" in read_storage(page)
    expect(page.get_by_text("All that leaves this browser")).to_contain_text("20 % gives")


def test_fewer_than_three_tasks_are_no_map(page: Page) -> None:
    add(page, "Reports", "Drains energy", "Large")
    add(page, "Mentoring")
    assert read_shares(page) == []
    expect(page.get_by_text("From three tasks on")).to_be_visible()


def test_the_browser_counts_as_the_kit_does(show: Show) -> None:
    page = show(EnergyMapInput(prompt="energy"))
    chance = random.Random(3)
    maps: list[list[Task]] = [
        [(chance.choice(SIZES), chance.choice(list(EFFECTS))) for _ in range(chance.randint(0, 12))]
        for _ in range(500)
    ]
    weighed = [[{"size": size, "effect": EFFECTS[does]} for size, does in each] for each in maps]
    source = (KIT / "widgets" / "shared" / "energy_sum.js").read_text("utf-8")
    source = re.sub(r"^import .*$", "", source, flags=re.MULTILINE)  # words
    source = source.replace("export function", "function")
    counted = page.evaluate(f"(maps) => {{ {source}; return maps.map(shareEnergy); }}", weighed)
    assert [tuple(each) for each in counted] == [share_energy(each) for each in maps]


# Now and next


def test_next_begins_as_now_and_changes_alone(page: Page) -> None:
    add_three(page)
    go(page, "Next")
    find(page, "Reports, large").click()
    page.get_by_role("radio", name="Small").check()
    page.get_by_role("button", name="Done").click()
    find(page, "Planning").click()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("Planning: dropped.")).to_be_visible()
    page.get_by_label("A task to add").fill("Teaching")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("radio", name="Gives energy").check()
    assert read_shares(page) == [20, 60, 70, 20]  # 3 of 4 and 1 of 4: halves go down
    page.get_by_role("button", name="Bring back").click()
    assert read_shares(page) == [20, 60, 60, 20]
    go(page, "Now")
    expect(find(page, "Reports, large, drains energy")).to_be_visible()
    expect(find(page, "Teaching")).to_have_count(0)


def test_both_stand_side_by_side_with_their_purposes(page: Page) -> None:
    add_three(page)
    go(page, "Next")
    find(page, "Mentoring").click()
    page.get_by_label("What it is for").fill("People grow")
    go(page, "Both")
    items = page.get_by_role("listitem")
    expect(items.filter(has_text="Mentoring")).to_have_count(2)
    expect(items.filter(has_text="People grow")).to_have_count(1)
    sides = [page.locator("section").filter(has_text=time) for time in ("Now", "Next")]
    now, then = (side.first.bounding_box() for side in sides)
    assert now is not None
    assert then is not None
    assert now["y"] == then["y"]


def test_ten_tasks_are_enough(page: Page) -> None:
    for number in range(10):
        add(page, f"Task {number}")
    expect(page.get_by_role("button", name="Add")).to_be_disabled()
    expect(page.get_by_text("10 are enough.")).to_be_visible()


# By keyboard, by mouse, by touch


def test_a_block_is_moved_and_resized_by_arrow_keys_and_says_so(page: Page) -> None:
    add(page, "Reports")
    find(page, "Reports, medium, neutral").focus()
    page.keyboard.press("ArrowRight")
    expect(find(page, "Reports, medium, drains energy")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(find(page, "Reports, large, drains energy")).to_be_focused()
    expect(page.locator("[aria-live]")).to_have_text("Reports, large, drains energy")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(find(page, "Reports, large, drains energy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Large")).to_be_checked()
    page.get_by_label("Uses my strengths").press("Space")
    expect(find(page, "Reports, large, drains energy, uses my strengths")).to_be_visible()


def test_a_task_is_added_by_the_enter_key_and_the_line_waits_for_the_next(page: Page) -> None:
    line = page.get_by_label("A task")
    line.fill("Reports")
    line.press("Enter")
    expect(find(page, "Reports, medium, neutral")).to_be_visible()
    expect(line).to_be_focused()
    expect(line).to_have_value("")


def drag(page: Page, block: Locator, target: Locator) -> None:
    block.scroll_into_view_if_needed()
    start, end = block.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 10)
    page.mouse.move(end["x"] + end["width"] / 2, start["y"] + 12)
    page.mouse.up()


def test_a_block_is_dragged_to_another_column_and_stays_closed(page: Page) -> None:
    add(page, "Reports")
    drag(page, find(page, "Reports"), page.get_by_role("group", name="Gives energy"))
    expect(find(page, "Reports, medium, gives energy")).to_be_visible()
    expect(find(page, "Reports")).to_have_attribute("aria-expanded", "false")
    find(page, "Reports").click()
    expect(find(page, "Reports")).to_have_attribute("aria-expanded", "true")


def test_a_finger_that_moves_sideways_drags_and_one_that_moves_down_scrolls(page: Page) -> None:
    add(page, "Reports")
    touch = find(page, "Reports").evaluate("(block) => getComputedStyle(block).touchAction")
    assert touch == "pan-y"


# Keeping and wiping


def test_a_map_survives_a_reload_in_this_tab(page: Page) -> None:
    add_three(page)
    go(page, "Me")
    page.get_by_label("Reason 2").fill("My colleagues")
    page.reload()
    expect(find(page, "Mentoring, small, gives energy")).to_be_visible()
    go(page, "Me")
    expect(page.get_by_label("Reason 2")).to_have_value("My colleagues")
    assert page.evaluate("localStorage.length") == 0


def test_one_button_wipes_everything_when_it_is_pressed_twice(page: Page) -> None:
    add_three(page)
    assert read_shares(page) != []
    page.get_by_role("button", name="Wipe my map").click()
    find(page, "Reports").focus()
    page.get_by_role("button", name="Wipe my map").click()
    expect(find(page, "Reports")).to_be_visible()
    page.get_by_role("button", name="Press again to wipe everything").click()
    expect(find(page, "Reports")).to_have_count(0)
    assert read_storage(page) == "{}"
    assert read_shares(page) == []
    add(page, "Planning")
    expect(page.get_by_role("button", name="Wipe my map")).to_be_visible()


def test_the_map_is_wiped_when_the_round_is_over(page: Page) -> None:
    add_three(page)
    shares = read_shares(page)
    find(page, "Reports").press("ArrowLeft")
    page.evaluate("window.change({ disabled: true, over: true, value: [] })")
    assert "Reports" not in page.content()
    assert read_storage(page) == "{}"
    assert shares != read_shares(page) == []


def test_a_round_that_is_over_when_the_page_comes_back_wipes_too(page: Page) -> None:
    add_three(page)
    page.evaluate("window.leave()")
    page.evaluate(
        """async () => {
          const { default: widget } = await import("/widget.js");
          const state = { ...window.state, over: true };
          const model = { get: (name) => state[name], on() {}, off() {} };
          widget.render({ model, el: document.getElementById("place") });
        }"""
    )
    expect(page.get_by_text("Reports")).to_have_count(0)
    assert read_storage(page) == "{}"


def test_a_locked_map_can_be_looked_at_and_not_changed(page: Page) -> None:
    add_three(page)
    read_shares(page)
    page.evaluate("window.change({ disabled: true })")
    expect(page.get_by_role("listitem").filter(has_text="Mentoring")).to_have_count(2)
    go(page, "Now")
    expect(find(page, "Mentoring")).to_be_disabled()
    expect(page.get_by_label("A task")).to_be_disabled()
    expect(page.get_by_role("button", name="Wipe my map")).to_be_hidden()


def test_shares_sent_from_a_map_that_is_gone_are_kept(show: Show) -> None:
    page = show(EnergyMapInput(prompt="energy", value=[20, 60, 20, 60], disabled=True))
    expect(page.get_by_text("The map itself is not in this browser any more.")).to_be_visible()
    page.evaluate("window.change({ disabled: false })")
    assert read_shares(page) == [20, 60, 20, 60]


def test_a_map_is_kept_under_its_page_and_its_prompt(page: Page) -> None:
    add(page, "Reports")
    names = list(json.loads(read_storage(page)))
    assert names == ["kit-energy-map / energy"]


def test_names_are_shown_as_letters(page: Page) -> None:
    add(page, "<b>bold</b>")
    expect(find(page, "<b>bold</b>")).to_be_visible()
    assert page.locator("#place b").count() == 0


def test_a_value_is_at_most_four_numbers() -> None:
    with pytest.raises(TraitError):
        EnergyMapInput(value=[1, 2, 3, 4, 5])
    with pytest.raises(TraitError):
        EnergyMapInput(value=["Reports"])

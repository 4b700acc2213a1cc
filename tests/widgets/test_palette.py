from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from kit.widgets.palette import (
    CATEGORIES,
    GOLD,
    STEPS,
    STYLE,
    Shade,
    get_category,
    get_letter,
    get_step,
)

# How linear light changes for eyes without one kind of cone: Machado, Oliveira and Fernandes
# (2009), severity 1.0, https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no middle cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no short cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
PAPERS = {"light": "#fbfaf7", "dark": "#14171c"}  # as in theme.css


def read_light(colour: str) -> list[float]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def get_contrast(one: str, other: str) -> float:
    """Contrast as WCAG 2 measures it, 1 to 21."""
    shares = (0.2126, 0.7152, 0.0722)
    lights = [
        sum(share * part for share, part in zip(shares, read_light(colour), strict=True))
        for colour in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def see(colour: str, sight: str) -> tuple[float, float, float]:
    """A colour in OKLab, https://bottosson.github.io/posts/oklab/, as some eyes see it."""
    light = read_light(colour)
    red, green, blue = (
        max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True)))
        for row in SIGHTS[sight]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def get_shades(paper: str) -> list[Shade]:
    return [getattr(category, paper) for category in (*CATEGORIES, GOLD)]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_mark_stands_out_from_the_paper_and_its_letter_from_the_mark(paper: str) -> None:
    for shade in get_shades(paper):
        assert get_contrast(shade.edge, PAPERS[paper]) >= 4.5
        assert get_contrast(shade.ink, shade.fill) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_any_two_kinds_look_different_to_every_kind_of_eye(paper: str, sight: str) -> None:
    for one, other in combinations(get_shades(paper)[:-1], 2):
        assert dist(see(one.fill, sight), see(other.fill, sight)) > 0.08, (one, other)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_step_of_a_scale_stands_out_and_two_that_are_far_apart_differ(paper: str) -> None:
    steps = [getattr(step, paper) for step in STEPS]
    assert all(get_contrast(step, PAPERS[paper]) >= 4.5 for step in steps)
    for sight in SIGHTS:
        assert dist(see(steps[0], sight), see(steps[-1], sight)) > 0.08
    assert [get_step(place, 5) for place in range(5)] == [STEPS[n] for n in (0, 2, 5, 8, 10)]
    assert [get_step(place, 2) for place in range(2)] == [STEPS[0], STEPS[-1]]
    assert get_step(0, 1) == STEPS[0]


def test_no_light_colour_is_used_for_two_things() -> None:
    colours = [
        part for shade in get_shades("light") for part in (shade.fill, shade.edge, shade.ink)
    ]
    colours += [step.light for step in STEPS]
    assert len(set(colours)) == len(colours)


def test_letters_go_on_where_colours_begin_again() -> None:
    assert [get_category(place).letter for place in range(10)] == list("ABCDEFGHIJ")
    assert get_category(9).name == get_category(0).name == "blue"
    assert get_letter(26) == "A"


def test_the_style_sets_every_colour_for_light_for_dark_and_for_jupyterlab() -> None:
    light, dark, dark_lab = STYLE.split("}\n", 1)[0], *STYLE.split("}\n", 1)[1].split("}\n}\n")
    for category in (*CATEGORIES, GOLD):
        for part in ("fill", "edge", "ink"):
            name = f"--kit-category-{category.name}" + ("" if part == "fill" else f"-{part}")
            assert f"{name}: {getattr(category.light, part)};" in light
            assert f"{name}: {getattr(category.dark, part)};" in dark
            assert f"{name}: {getattr(category.dark, part)};" in dark_lab
    assert "prefers-color-scheme: dark" in dark
    assert 'data-jp-theme-light="false"' in dark_lab

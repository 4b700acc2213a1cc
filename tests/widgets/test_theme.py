# Holds kit/widgets/page_style.py too: a page's style is the theme.

import re

import pytest

from tests.places import ROOT

THEME = ROOT / "kit" / "widgets" / "shared" / "theme.css"


def test_dark_names_the_same_colours_wherever_it_is_said() -> None:
    text = THEME.read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", text) if "color-scheme" in block]
    colours = [re.findall(r"(--kit-[\w-]+): (\S+);", block) for block in blocks]
    light, device, lab = colours
    assert device == lab
    assert [name for name, _ in light] == [name for name, _ in device]


def _get_luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 4.5),
        ("ink", "surface", 4.5),
        ("ink", "accent-soft", 4.5),
        ("quiet", "paper", 4.5),
        ("quiet", "surface", 4.5),
        ("quiet", "accent-soft", 4.5),
        ("accent", "paper", 4.5),
        ("on-accent", "accent", 4.5),
        ("amber", "paper", 4.5),
        ("amber", "amber-soft", 4.5),
        ("warning", "paper", 4.5),
        ("warning", "warning-soft", 4.5),
        ("edge", "paper", 3),
        ("edge", "surface", 3),
    ],
)
def test_text_and_edges_stand_out_from_what_they_lie_on(
    scheme: int, front: str, back: str, least: float
) -> None:
    text = THEME.read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", text) if "color-scheme" in block]
    colours = dict(re.findall(r"--kit-([\w-]+): (#\w{6});", blocks[scheme]))
    light, dark = sorted(_get_luminance(colours[name]) for name in (front, back))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= least


def test_screen_and_dashboard_follow_the_device_and_no_theme_of_jupyters() -> None:
    page = ROOT / "kit" / "server" / "voila" / "index.html.j2"
    assert "data-jp-theme" not in page.read_text("utf-8")

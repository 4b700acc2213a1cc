"""Results to draw, and what a reader finds in a drawn picture."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
from hypothesis import strategies as st

from kit.charts.svg import render_svg
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.counts import ENERGY_LABELS, build_marginal
from kit.gate.marginals import Marginal, Shape

SVG = "{http://www.w3.org/2000/svg}"
POLICY = AnonymityPolicy()
QUESTION = "What earned your trust lately?"


def make_marginal(*kinds: tuple[str, int], shape: Shape = Shape.COUNTS, n: int = 12) -> Marginal:
    counts = tuple((label.replace(" ", "-"), label, count) for label, count in kinds)
    return Marginal("kind", "Choice", QUESTION, n, counts, shape)


KINDS = make_marginal(
    ("kept their word", 7), ("owned a mistake", 1), ("asked for help", 5), ("other", 0)
)


SAFE = Scale("safe", "How safe is it to speak?", low_label="not at all", high_label="very")
DOUBT = YesNo("doubt", "Did you keep a doubt to yourself?")
GUESS = Marginal("doubt", "YesNo", DOUBT.text, 34, (), Shape.ESTIMATE, estimate=(20, 33, 50))

scales = st.builds(
    lambda low, steps, low_label, high_label: Scale(
        "safe", "How safe?", low=low, high=low + steps, low_label=low_label, high_label=high_label
    ),
    st.integers(-3, 3),
    st.integers(1, 10),
    *[st.sampled_from(["", "not at all", "I would rather keep it all to myself"])] * 2,
)


def answer(*numbers: int) -> Marginal:
    """What is published of a scale that was answered with these numbers."""
    return build_marginal(SAFE, numbers, POLICY)


def answer_yes(yes: int, n: int) -> Marginal:
    """What is published where `yes` of `n` said yes."""
    return build_marginal(DOUBT, [True] * yes + [False] * (n - yes), POLICY)


def make_means(*means: int) -> Marginal:
    """Means of energy maps, in the order of `ENERGY_LABELS`."""
    counts = tuple(
        (name, label, mean)
        for (name, label), mean in zip(ENERGY_LABELS.items(), means, strict=True)
    )
    return Marginal("energy", "EnergyMap", "Where does your energy go?", 12, counts, Shape.SHARES)


def parse(chart: alt.LayerChart) -> ElementTree.Element:
    """The drawn picture."""
    return ElementTree.fromstring(render_svg(chart))


def get_texts(chart: alt.LayerChart) -> list[str]:
    """Everything written in a picture, line by line."""
    return ["".join(text.itertext()) for text in parse(chart).iter(f"{SVG}text")]


def list_boxes(chart: alt.LayerChart, name: str) -> list[dict[str, Any]]:
    """The boxes around a layer's marks: left, top, width and height, and how they are filled."""
    boxes = []
    for path in list_marks(chart, name):
        xs, ys = _walk(path.get("d", ""))
        boxes.append(
            {
                "left": min(xs),
                "top": min(ys),
                "width": max(xs) - min(xs),
                "height": max(ys) - min(ys),
                "fill": path.get("fill", ""),
            }
        )
    return boxes


def list_marks(chart: alt.LayerChart, name: str) -> list[ElementTree.Element]:
    """The marks of the layer of this name."""
    layers = [each for each in parse(chart).iter() if f" {name}_marks" in each.get("class", "")]
    return [mark for layer in layers for mark in layer if mark.get("d")]


def _walk(path: str) -> tuple[list[float], list[float]]:
    """Where a pen comes by that follows the commands of a path."""
    x = y = 0.0
    xs, ys = [], []
    for command, rest in re.findall(r"([A-DF-Za-df-z])([^A-DF-Za-df-z]*)", path):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+(?:e-?\d+)?", rest)]
        if command in "MLC":
            x, y = numbers[-2:]
        elif command == "h":
            x += numbers[0]
        elif command == "v":
            y += numbers[0]
        xs.append(x)
        ys.append(y)
    return xs, ys

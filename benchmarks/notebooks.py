"""The notebooks that are measured: the same form and the same chart for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat

Cell = tuple[str, str]

JOIN = "room = kit.join(exercise)"
FORM: list[Cell] = [
    (
        "",
        'import kit\n\nexercise = kit.Exercise("form", title="Form", prompts=['
        'kit.Text("sentence", "One sentence"), kit.Scale("agree", "How much", low=1, high=7)])\n'
        + JOIN,
    ),
    ("participant", "room.form()"),
    ("facilitator", "room.console()"),
    ("facilitator screen", 'kit.Bars(room.results, "agree")'),
]
LIVE: list[Cell] = [
    (
        "",
        'import kit\n\nexercise = kit.Exercise("live", title="Live", prompts=['
        'kit.Choice("kind", "Which one", options=["one", "two", "three"])], '
        'policy=kit.AnonymityPolicy(reveal="live"))\n' + JOIN,
    ),
    ("participant", "room.form()"),
    ("facilitator", "room.console()"),
    ("facilitator screen", 'kit.Bars(room.results, "kind")'),
]
LONG_FORM: list[Cell] = [
    (
        "",
        "import kit\n\n"
        'steps = ["never", "seldom", "now and then", "often", "always"]\n'
        'rows = [f"Something that happens in this team, number {row}" for row in range(1, 9)]\n'
        'exercise = kit.Exercise("form", title="Form", prompts=[\n'
        '    kit.Grid("team", "How often does this happen?", rows=rows, steps=steps),\n'
        '    *[kit.Scale(f"scale{n}", f"How much, {n}?", low=1, high=7) for n in range(1, 6)],\n'
        '    *[kit.Choice(f"choice{n}", f"Which, {n}?", options=steps) for n in range(1, 5)],\n'
        '    *[kit.YesNo(f"yes{n}", f"Is it so, {n}?") for n in range(1, 3)],\n'
        '    *[kit.Text(f"text{n}", f"One sentence, {n}") for n in range(1, 3)],\n'
        "])\n" + JOIN,
    ),
    ("participant", "room.form()"),
    ("facilitator", "room.console()"),
    ("facilitator screen", 'kit.Bars(room.results, "scale1")'),
]
STOCK_FORM: list[Cell] = [
    (
        "",
        "import ipywidgets as widgets\n\n"
        'text = widgets.Text(description="One sentence")\n'
        'slider = widgets.IntSlider(description="How much", min=1, max=7)\n'
        'button = widgets.Button(description="Send")\n'
        "label = widgets.Label()\n\n"
        "def send(_):\n"
        '    label.value = f"Received: {len(text.value)} letters, {slider.value}"\n\n'
        "button.on_click(send)\n"
        "page = widgets.VBox([text, slider, button, label])\n"
        "page",
    ),
]
STOCK_CHART: list[Cell] = [
    (
        "",
        "import altair as alt\nimport ipywidgets as widgets\nimport pandas as pd\n\n"
        'alt.renderers.enable("svg")\n'  # drawn here, as the kit does it: nothing from outside
        'counts = pd.DataFrame({"kind": list("1234567"), "count": [1, 2, 4, 7, 6, 3, 2]})',
    ),
    ("", 'widgets.Button(description="Next")'),
    ("", 'alt.Chart(counts).mark_bar().encode(x="kind", y="count")'),
]


def number_cells(cells: Sequence[Cell], number: int) -> list[Cell]:
    """The same exercise as another one of its session: with a name and a title of its own."""
    (tags, source), *others = cells
    named = source.replace('"form"', f'"form-{number}"').replace('"Form"', f'"Form {number}"')
    return [(tags, named), *others]


def write_notebook(path: Path, cells: Sequence[Cell]) -> Path:
    """Write a notebook of code cells, each with its tags."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    for tags, source in cells:
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata["tags"] = tags.split()
        notebook.cells.append(cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path

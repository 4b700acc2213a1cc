import re
from importlib import import_module
from pathlib import Path

import pytest

from kit.errors import NotBuiltError
from kit.widgets import bundles
from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget
from tests.places import ROOT

SOURCES = ROOT / "kit" / "widgets"
STEMS = sorted(path.stem for path in SOURCES.glob("*.js"))
STYLED = [stem for stem in STEMS if (SOURCES / f"{stem}.css").exists()]


@pytest.mark.parametrize("stem", STEMS)
def test_every_script_is_that_of_a_widget(stem: str) -> None:
    text = (SOURCES / f"{stem}.py").read_text(encoding="utf-8")
    assert f'_esm = script("{stem}")' in text
    assert bool(re.search(rf"style\(.{stem}.\)", text)) == (stem in STYLED)


def read_described(stem: str) -> set[str]:
    """The traits that a script describes, with those of the widget that it adds to."""
    text = (SOURCES / f"{stem}.js").read_text(encoding="utf-8")
    own = re.search(rf"object}} \w+ As `{stem}\.py`.*?\*/", text, re.DOTALL)
    described = set(re.findall(r"@property {[^}]*} (\w+)", own.group())) if own else set()
    shared = (SOURCES / "shared" / "types.d.ts").read_text(encoding="utf-8")
    for name in re.findall(r"types\.js\"\)\.(\w+) & Own}", text):
        body = shared.partition(f"interface {name} {{")[2].partition("}")[0]
        described |= set(re.findall(r"(\w+):", body))
    for other in re.findall(r"\./(\w+)\.js\"\)\.Traits & Own}", text):
        described |= read_described(other)
    return described


@pytest.mark.parametrize("stem", STEMS)
def test_a_script_describes_the_very_traits_that_its_widget_tells_it(stem: str) -> None:
    described = read_described(stem)
    members = vars(import_module(f"kit.widgets.{stem}")).values()
    [kind] = [each for each in members if getattr(each, "__module__", "").endswith(f".{stem}")]
    told = set(kind.class_traits(sync=True)) - set(KitWidget.class_traits(sync=True))
    assert described == {name for name in told if not name.startswith("_")}


@pytest.mark.parametrize("stem", STYLED)
def test_a_style_is_the_theme_and_then_the_widgets_own(stem: str) -> None:
    text = style(stem)
    assert text.startswith(":root,.kit,")
    own = (SOURCES / f"{stem}.css").read_text(encoding="utf-8")
    for name in re.findall(r'@import "\./(shared/[a-z_]+\.css)"', own):
        own += (SOURCES / name).read_text(encoding="utf-8") if "theme" not in name else ""
    classes = set(re.findall(r"\.(kit-[\w-]+)", own))
    assert classes
    assert all(f".{name}" in text for name in classes)


@pytest.mark.parametrize("stem", STYLED)
def test_a_style_uses_only_colours_and_sizes_that_the_theme_names(stem: str) -> None:
    named = set(re.findall(r"(--kit-[\w-]+):", style(stem)))
    used = set(re.findall(r"var\((--kit-[\w-]+)\)", style(stem)))
    assert {name for name in used if not name.startswith("--kit-category-")} <= named


@pytest.mark.parametrize("stem", STEMS)
def test_a_script_stands_alone_and_exports_one_thing(stem: str) -> None:
    text = script(stem)
    assert not re.search(r"\bimport\b", text)
    assert re.findall(r"\bexport\b.*", text.strip()) == [text.strip()[text.rindex("export") :]]
    assert re.search(r"\bexport\s*(\{\s*[\w$]+ as default\s*\}|default )", text)


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.js")), ids=lambda path: path.name)
def test_peoples_words_are_never_read_as_markup_and_nothing_is_loaded(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "insertAdjacentHTML" not in text
    assert "document.write" not in text
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)


def test_what_has_not_been_built_is_named_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bundles, "FOLDER", tmp_path)
    with pytest.raises(NotBuiltError, match=r"none\.js has not been built.*pip install"):
        script("none")

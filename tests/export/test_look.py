"""A report in an organisation's look: it says the same, and still loads nothing."""

from __future__ import annotations

import re
from pathlib import Path

from kit.export.export import build_export
from kit.export.look import build_style
from kit.export.report import render_report
from kit.notebooks.theme import Theme, find_theme
from kit.store import Store
from tests.export.test_export import begin, make_exercise
from tests.places import KIT

THEME = 'name = "N"\nlogo = "l.png"\nfont = "f.ttf"\n[light]\naccent = "#0b5cad"\n'


def test_a_report_with_a_look_has_its_style_and_logo_and_the_rest_is_the_same(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "theme.toml").write_text(THEME)
    (tmp_path / "l.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "f.ttf").write_bytes(b"\x00\x01\x00\x00")
    exported = build_export(store, begin(store, make_exercise()))
    plain = render_report(exported).decode().splitlines()
    themed = render_report(exported, find_theme(tmp_path)).decode().splitlines()
    added = [line for line in themed if line not in plain]
    assert [line for line in themed if line in plain] == plain
    style, logo = added
    assert "--accent: #0b5cad;" in style
    assert 'src: url("data:font/ttf;base64,AAEAAA==")' in style
    assert logo == '<img class="kit-logo" src="data:image/png;base64,iVBORw0KGgo=" alt="N">'


def test_what_is_paler_in_a_picture_follows_the_accent() -> None:
    tints = (KIT / "widgets" / "shared" / "tints.css").read_text("utf-8")
    told = re.findall(r"--kit-tint-(?:faint|pale|half): (.*?);", tints)
    assert len(told) >= 12
    assert [shade for shade in told if not shade.startswith("var(--kit-accent-")] == []
    charts = [path.read_text("utf-8") for path in (KIT / "widgets").glob("*.css")]
    used = [shade for chart in charts for shade in re.findall(r"--(?:pale|half): (.*?);", chart)]
    assert len(used) >= 8
    # A person's own colours are taken from their system.
    own = [shade for shade in used if not shade.startswith("var(--kit-tint-")]
    assert [shade for shade in own if "Canvas" not in shade] == []
    report = (KIT / "export" / "report.css").read_text("utf-8")
    assert re.findall(r"background: #bcd8d5", report) == []
    style = build_style(Theme("", "", None, None, {"light": {"accent": "#7a6200"}}), str)
    for name in re.findall(r"var\((--kit-accent-\w+)", str(told)):
        assert f"{name}: #" in style


def test_a_mode_that_is_not_named_stays_the_kits_own(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('[dark]\naccent = "#8fc1f5"\n')
    theme = find_theme(tmp_path)
    assert theme is not None
    style = build_style(theme, lambda _file: "")
    assert "prefers-color-scheme: dark" in style
    assert "prefers-color-scheme: light" not in style

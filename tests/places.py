"""Folders of the checkout that tests look into."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
KIT = ROOT / "kit"
WORKSHOPS = ROOT / "workshops"

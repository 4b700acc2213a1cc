"""How well two colours can be told apart, after WCAG 2.2 (https://www.w3.org/TR/WCAG22/)."""

from __future__ import annotations

from collections.abc import Iterator

TEXT = 4.5  # least contrast of words, success criterion 1.4.3
STEPS = 100  # in which a colour is moved towards black or white


def measure_contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21; whichever is lighter.

    Args:
        one: A colour as "#rrggbb".
        other: Another.
    """
    light, dark = sorted((_measure_light(one), _measure_light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two.

    Args:
        one: The colour of which there is `share`, as "#rrggbb".
        other: The colour of which there is the rest.
        share: 0 to 1.
    """
    pairs = zip(_split(one), _split(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def list_shades(colour: str) -> Iterator[str]:
    """A colour and those of its hue, the nearest first: ever darker, and ever lighter."""
    for step in range(STEPS + 1):
        for end in ("#000000", "#ffffff"):
            yield mix(end, colour, step / STEPS)


def _split(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _measure_light(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [part / 255 for part in _split(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""An organisation's look as markup: the style that is added to a page, its letters and its logo."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from markupsafe import Markup

from kit.notebooks.theme import Theme, complete, derive_shades
from kit.notebooks.theme_file import File

FAMILY = "kit theme"
USUAL = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'
# A page holds the kit's own colours once for every kind of widget; two names outweigh them all.
COLOURED = "@media (prefers-color-scheme: {mode}) {{ :root:root, .kit.kit {{ {colours} }} }}"
LETTERS = (
    '@font-face {{ font-family: "{family}"; src: url("{address}"); font-display: swap; }} '
    ':root:root, .kit.kit {{ --kit-font: "{family}", {usual}; }} '
    ".kit svg text {{ font-family: var(--kit-font); }}"
)
LOGO = (
    ".kit-logo { display: block; max-width: min(12rem, 70%); max-height: 3rem; margin: 0 0 16px; } "
    ".kit-screen .kit-logo { max-width: calc(30 * var(--u)); max-height: calc(7 * var(--u)); "
    "margin: 0 0 calc(1 * var(--u)); }"
)
PRINTED = (
    ":root {{ {colours} }} body {{ font-family: {family}; }} svg text {{ font-family: inherit; }} "
    "{letters} "
    ".kit-logo {{ display: block; max-width: 14rem; max-height: 4rem; margin: 0 0 20px; }}"
)

Find = Callable[[File], str]


def build_style(theme: Theme, find: Find) -> Markup:
    """The style that a served page gets beside its own.

    Args:
        theme: The look.
        find: Gives the address of one of its files.
    """
    parts = [
        COLOURED.format(mode=mode, colours=_write_colours(mode, given))
        for mode, given in theme.colours.items()
    ]
    if theme.font:
        address = find(theme.font)
        parts.append(LETTERS.format(family=FAMILY, address=address, usual=USUAL))
    parts += [LOGO] if theme.logo else []
    return Markup("\n".join(parts))  # noqa: S704 -- colours are checked, and addresses are ours


def build_printed_style(theme: Theme) -> Markup:
    """The style that a report gets beside its own; it is printed, so it is light."""
    accent = ""
    if given := theme.colours.get("light"):
        accent = f"--accent: {given['accent']}; {_write_colours('light', given)}"
    letters, family = "", USUAL
    if theme.font:
        source = f'font-family: "{FAMILY}"; src: url("{embed(theme.font)}");'
        letters, family = f"@font-face {{ {source} }}", f'"{FAMILY}", {USUAL}'
    style = PRINTED.format(colours=accent, family=family, letters=letters)
    return Markup(style)  # noqa: S704 -- as above


def build_logo(theme: Theme, find: Find) -> Markup:
    """The logo as a picture, in which no script runs; "" where there is none."""
    if theme.logo is None:
        return Markup()
    return Markup('<img class="kit-logo" src="{}" alt="{}">').format(find(theme.logo), theme.name)


def embed(file: File) -> str:
    """A file as an address that holds it."""
    return f"data:{file.kind};base64,{b64encode(file.content).decode()}"


def _write_colours(mode: str, given: dict[str, str]) -> str:
    colours = complete(mode, given) | derive_shades(mode, given["accent"])
    return " ".join(f"--kit-{key.replace('_', '-')}: {each};" for key, each in colours.items())

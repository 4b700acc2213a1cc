"""A new folder of a trainer's own: notebooks, an agenda and a page that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kit.errors import DefinitionError, ServerError
from kit.exercise.slugs import SLUG
from kit.language import _, ngettext, use_language
from kit.notebooks.agenda import WELCOME, Agenda, get_agenda
from kit.notebooks.agenda_file import NAME
from kit.notebooks.notebook import list_notebooks, read_minutes
from kit.notebooks.workshops import find_workshops, get_exercise
from kit.session.plan import Row
from kit.session.progress import name_exercise
from kit.session.schedule import NOTEBOOK

BLANK = Path(__file__).with_name("blank.ipynb")
PAGE = Path(__file__).with_name("new_folder.md")
BLANK_SLUG, BLANK_TITLE = "my-topic", "My topic"
FIRST = "first-time"  # the agenda for those who name nothing
OWN = "our-workshop"
README = "README.md"


def plan_folder(
    folder: Path,
    exercises: Sequence[str] = (),
    agenda: str = "",
    blank: str = "",
    language: str = "",
) -> dict[Path, str]:
    """The files of a new folder; nothing is written yet.

    Args:
        folder: Where they will stand.
        exercises: Names of the kit's exercises, in the order in which they are played.
        agenda: Name of one of the kit's agendas, whose exercises come first; "" for none. Where no
            exercise is named either, and no blank one, it is that for a first time.
        blank: Short name of an empty exercise that comes last; "" for none.
        language: Tag of the language they are written in; "" for English.

    Returns:
        The text of each file by its path.

    Raises:
        NotFoundError: There is no such exercise.
        DefinitionError: There is no such agenda, or the short name is none.
    """
    if blank and not SLUG.fullmatch(blank):
        msg = (
            f"{blank!r} is no short name for an exercise. Write small letters, digits and hyphens, "
            "as in --blank my-topic."
        )
        raise DefinitionError(msg)
    with use_language(language):
        return _plan_folder(folder, exercises, agenda, blank, language)


def _plan_folder(
    folder: Path, exercises: Sequence[str], agenda: str, blank: str, language: str
) -> dict[Path, str]:
    source = find_workshops(language)
    if not exercises and not blank:
        agenda = agenda or FIRST
    known = get_agenda(source, list_notebooks(source), agenda) if agenda else None
    texts: dict[str, str] = {}
    for name in [
        *(known.notebooks if known else ()),
        *(find_notebook(each, source) for each in exercises),
    ]:
        texts[name] = (source / name).read_text("utf-8")
    if blank:
        name = f"{blank.replace('-', '_')}.ipynb"
        if name in texts:
            msg = f"{name} is one of the exercises already. Give the empty one another name."
            raise DefinitionError(msg)
        texts[name] = write_blank(blank, language)
    rows = list(known.entries) if known else []
    played = {row.notebook for row in rows}
    rows += [Row(name, read_length(source / name)) for name in texts if name not in played]
    plan = Agenda(
        name=known.name if known else OWN,
        title=known.title if known else _("Our workshop"),
        length=None if known is None or len(rows) > len(known.entries) else known.length,
        entries=tuple(rows),
        when=known.when if known else "",
        preparation=known.preparation if known else None,
        language=language,
    )
    if known:  # also where no session plays it: it is asked weeks after one
        texts.setdefault(NOTEBOOK, (source / NOTEBOOK).read_text("utf-8"))
    texts[NAME] = write_agenda(plan)
    texts[README] = write_page(folder, plan, language)
    return {folder / name: text for name, text in texts.items()}


def find_notebook(name: str, source: Path) -> str:
    """File name of an exercise of the kit, in the folder of a language.

    Raises:
        NotFoundError: There is none of this name.
    """
    return get_exercise(name, source).notebook


def read_length(path: Path) -> int | None:
    """The minutes that a notebook of the kit, or the blank one, plans for itself."""
    return read_minutes(path if path.is_file() else BLANK).planned


def write_blank(slug: str, language: str = "") -> str:
    """The text of an exercise with one question, to be filled with a trainer's own words."""
    title = name_exercise(slug)
    text = find_own(BLANK, language).read_text("utf-8")
    return text.replace(BLANK_SLUG, slug).replace(BLANK_TITLE, title)


def find_own(path: Path, language: str) -> Path:
    """A file of the kit in a language, beside the English one; that where there is none."""
    spoken = path.with_stem(f"{path.stem}_{language}")
    return spoken if language and spoken.is_file() else path


def write_agenda(agenda: Agenda) -> str:
    """An agenda as it stands in `agenda.toml`."""
    slack = write_row(Row(minutes=4, title=_("Slack"), kind="slack"))
    about = (
        _("Which exercises are played, in which order, and for how many minutes."),
        _("A break is {row}, time that is nobody's {slack}.", row="{ break = 5 }", slack=slack),
        _("kit check adds up the minutes."),
    )
    lines = [
        *(f"# {line}" for line in about),
        "",
        f"[{agenda.name}]",
        f'title = "{agenda.title}"',
        f'welcome = "{_(WELCOME)}"',
    ]
    lines += [f'when = "{agenda.when}"'] if agenda.when else []
    lines += [f'language = "{agenda.language}"'] if agenda.language else []
    lines += [f"length = {agenda.length}"] if agenda.length else []
    lines += [f"preparation = {agenda.preparation}"] if agenda.preparation else []
    lines += ["exercises = [", *(f"  {write_row(row)}," for row in agenda.entries), "]", ""]
    return "\n".join(lines)


def write_row(row: Row) -> str:
    """One row of an agenda as it stands in the file."""
    if row.kind == "break":
        return f'{{ break = {row.minutes}, title = "{row.title}" }}'
    if row.kind == "slack":
        return f'{{ title = "{row.title}", minutes = {row.minutes} }}'
    title = f', title = "{row.title}"' if row.title else ""
    minutes = f", minutes = {row.minutes}" if row.minutes else ""
    droppable = ", droppable = true" if row.droppable else ""
    return f'{{ notebook = "{row.notebook}"{title}{minutes}{droppable} }}'


def write_page(folder: Path, agenda: Agenda, language: str = "") -> str:
    """The README of a new folder."""
    exercises = "\n".join(
        f"- `{row.notebook}`" + (f", {_say_minutes(row.minutes)}" if row.minutes else "")
        for row in agenda.entries
        if row.notebook
    )
    title = folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    page = find_own(PAGE, language).read_text("utf-8")
    return page.format(title=title, folder=folder.name or ".", exercises=exercises)


def _say_minutes(minutes: int) -> str:
    return ngettext("{n} minute", "{n} minutes", minutes)


def write_files(texts: dict[Path, str]) -> None:
    """Write new files, all of them or none.

    Raises:
        ServerError: One of them is there already, or they cannot be written; nothing is changed.
    """
    there = [path for path in texts if path.exists() or path.is_symlink()]
    if there:
        names = ", ".join(str(path) for path in there)
        verb = "is" if len(there) == 1 else "are"
        msg = f"{names} {verb} there already, so nothing was written. Name another folder."
        raise ServerError(msg)
    written: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        msg = f"{error.filename} cannot be written ({error.strerror}). Name another folder."
        raise ServerError(msg) from error

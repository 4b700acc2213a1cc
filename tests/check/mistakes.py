"""Mistakes of people who write exercises, each with what they are told, as in docs/trainers.md."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat import NotebookNode

from tests.exercises import DEFINITION, code, list_cells, words

Cells = list[NotebookNode]


@dataclass(frozen=True)
class Mistake:
    """A notebook with one mistake.

    Attributes:
        cells: The notebook's.
        place: ", cell 4, line 5"; "" where the whole file is meant.
        message: What is wrong.
        cure: What to do.
        grave: The exercise cannot be played so.
        runs: It shows only when the cells are run.
    """

    cells: Cells
    place: str
    message: str
    cure: str
    grave: bool = True
    runs: bool = False

    @property
    def told(self) -> str:
        """The words behind the place."""
        return f"{self.message} {self.cure}"


def define(old: str, new: str) -> Cells:
    """The usual notebook, with other words in its definition."""
    assert old in DEFINITION
    return list_cells(DEFINITION.replace(old, new))


def put(place: int, *cells: NotebookNode, instead: int = 1) -> Cells:
    """The usual notebook with other cells at a place, counted from 0."""
    usual = list_cells()
    return [*usual[:place], *cells, *usual[place + instead :]]


def picture(call: str) -> Cells:
    """The usual notebook with another picture."""
    return put(6, code(call, "facilitator", "screen"))


MINUTES = DEFINITION.replace("    prompts", "    minutes=minutes,\n    prompts")

MISTAKES: dict[str, Mistake] = {
    "setting": Mistake(
        define('["kept', 'max_choise=2, options=["kept'),
        ", cell 4, line 5",
        "prompt 'kind': 'max_choise' is not a setting of Choice.",
        "Did you mean 'max_choices'?",
    ),
    "type": Mistake(
        define('"other"]', '"other"], max_choices="2"'),
        ", cell 4, line 5",
        "prompt 'kind': max_choices='2' is not a whole number",
        "from 1 to 3.",
        runs=True,
    ),
    "twice": Mistake(
        define('"story"', '"kind"'),
        ", cell 4, line 2",
        "exercise 'small-acts': two prompts are called 'kind'.",
        "Rename one of them.",
        runs=True,
    ),
    "short-name": Mistake(
        define('"small-acts"', '"Kleine Taten"'),
        ", cell 4, line 2",
        "exercise 'Kleine Taten': its first word is a short name in small letters from a to z, "
        "digits and hyphens,",
        "as in 'marble-jar'.",
        runs=True,
    ),
    "option": Mistake(
        define('"kept their word"', '"🤝"'),
        ", cell 4, line 5",
        "prompt 'kind': '🤝' has no letters to make a name of.",
        'Write kit.Option("name", "🤝").',
        runs=True,
    ),
    "unknown-prompt": Mistake(
        picture('kit.Bars(room.results, "knid")'),
        ", cell 7, line 1",
        "exercise 'small-acts': 'knid' is not a prompt.",
        "Did you mean 'kind'?",
    ),
    "unknown-picture": Mistake(
        picture('kit.barz(room.results, "kind")'),
        ", cell 7, line 1",
        "kit has no 'barz'.",
        "Did you mean 'Bars'?",
    ),
    "room-part": Mistake(
        picture('kit.Bars(room.result, "kind")'),
        ", cell 7, line 1",
        "room has no 'result'.",
        "Did you mean 'results'?",
    ),
    "kind": Mistake(
        define("kit.Choice", "kit.Chioce"),
        ", cell 4, line 5",
        "kit has no 'Chioce'.",
        "Did you mean 'Choice'?",
    ),
    "setting-of-a-picture": Mistake(
        picture('kit.MarbleJar(room.results, promptz="kind")'),
        ", cell 7, line 1",
        "marble_jar(): 'promptz' is not a setting.",
        "Did you mean 'prompt'? Write marble_jar(results, prompt=...).",
        runs=True,
    ),
    "small-letter": Mistake(
        define("False", "false"),
        ", cell 4, line 6",
        "'false' is not known here.",
        "Write 'False', with a capital letter.",
        runs=True,
    ),
    "changed-afterwards": Mistake(
        list_cells(DEFINITION + "\nexercise.title = 'Acts'"),
        ", cell 4, line 10",
        "what the kit has made cannot be changed afterwards.",
        "Write it into the definition.",
        runs=True,
    ),
    "brackets-too-many": Mistake(
        picture("kit.MarbleJar(room.results())"),
        ", cell 7, line 1",
        "what stands before these brackets cannot be called.",
        "Take the brackets away: room.results.",
        runs=True,
    ),
    "capital": Mistake(
        define("import kit", "Import kit"),
        ", cell 4, line 1",
        "'Import' is written in small letters here:",
        "import.",
    ),
    "room-not-kept": Mistake(
        define("room = kit.join", "kit.join"),
        ", cell 4, line 9",
        "kit.join gives a room, and nothing keeps it.",
        "Write room = kit.join(exercise).",
    ),
    "no-brackets": Mistake(
        put(4, code("room.form", "participant")),
        ", cell 5, line 1",
        "room.form stands here without its brackets, so nothing is called.",
        "Write room.form().",
    ),
    "code-among-words": Mistake(
        put(6, words("kit.MarbleJar(room.results)", "facilitator", "screen")),
        ", cell 7",
        "this is a cell of words, and code in it is not run.",
        "Make it a code cell: in JupyterLab press Esc, then Y.",
    ),
    "name": Mistake(
        list_cells(DEFINITION + "\nprint(somebody)"),
        ", cell 4, line 10",
        "the name 'somebody' is not known here.",
        "Set it in a cell above, or look at its spelling.",
        runs=True,
    ),
    "package": Mistake(
        put(3, code("import no_such_package"), instead=0),
        ", cell 4, line 1",
        "the package 'no_such_package' is not installed where the kit runs.",
        "Install it there, or do without it.",
        runs=True,
    ),
    "file": Mistake(
        put(3, code('options = open("options.txt").read()'), instead=0),
        ", cell 4, line 1",
        "there is no file 'options.txt' beside the notebook.",
        "Put it there, or write what it holds here.",
        runs=True,
    ),
    "curly": Mistake(
        define('"kind"', "\u201ckind\u201d"),
        ", cell 4, line 5",
        "curly quotes such as \u201c neither open nor close a text.",
        'Write straight ones: "…".',
    ),
    "inner": Mistake(
        define('"Which act?"', '"What is "trust"…"'),
        ", cell 4, line 5",
        "a quotation mark inside a text ends it there.",
        "Write the inner ones as single ones: \"What does 'trust' mean?\".",
    ),
    "comma": Mistake(
        define('"other"]),', '"other"])'),
        ", cell 4, line 5",
        "a comma may be missing.",
        "Write one between two entries.",
    ),
    "bracket": Mistake(
        define("    ],\n)", "    ],\n"),
        ", cell 4, line 2",
        "the bracket ( is never closed.",
        "Put ) where it ends.",
    ),
    "outputs": Mistake(
        put(0, words("# Small acts")),  # the test puts outputs into its code
        ", cell 4",
        "it holds outputs.",
        "Clear all outputs and save.",
    ),
    "tag": Mistake(
        put(7, words("What surprised you?", "facilitater")),
        ", cell 8",
        "the tag 'facilitater' is unknown.",
        "Did you mean 'facilitator'?",
    ),
    "no-join": Mistake(
        define("room = kit.join(exercise)", ""),
        "",
        "no shared cell calls kit.join(exercise).",
        "Add room = kit.join(exercise) to an untagged code cell.",
    ),
    "tagged-join": Mistake(
        put(3, code(DEFINITION, "participant")),
        ", cell 4, line 9",
        "kit.join stands in a cell tagged 'participant', so the other pages have no room.",
        "Take the tag off.",
    ),
    "two-joins": Mistake(
        list_cells(DEFINITION + "\nagain = kit.join(exercise)"),
        ", cell 4, line 10",
        "kit.join is called a second time.",
        "Keep one; an exercise of several parts is kit.join(first, second).",
    ),
    "unshown": Mistake(
        put(4, code("form = room.form()", "participant")),
        ", cell 5, line 1",
        "room.form() is kept under a name, and nothing shows it.",
        "Write it without 'form =' before it.",
    ),
    "not-last": Mistake(
        picture('kit.Bars(room.results, "kind")\nprint(1)'),
        ", cell 7, line 1",
        "kit.Bars(...) does not stand at the end of its cell, so nothing shows it.",
        "Put it last, or into a cell of its own.",
    ),
    "silenced": Mistake(
        picture('kit.Bars(room.results, "kind");'),
        ", cell 7, line 1",
        "the ; behind kit.Bars(...) keeps it from being shown.",
        "Take it away.",
    ),
    "printed": Mistake(
        put(4, code("print(room.form())", "participant")),
        ", cell 5, line 1",
        "print writes words, and room.form() is more than words.",
        "Write it without print.",
    ),
    "overwritten": Mistake(
        list_cells(DEFINITION + "\nroom = room"),
        ", cell 4, line 10",
        "'room' is given another value here, and other cells need what it was.",
        "Take another name.",
    ),
    "ends": Mistake(
        put(3, code("exit()"), instead=0),
        ", cell 4, line 1",
        "this line ends the program.",
        "Take it out.",
        runs=True,
    ),
    "no-form": Mistake(
        put(4),
        "",
        "no cell tagged 'participant' calls room.form().",
        "Add one.",
    ),
    "untagged-form": Mistake(
        put(4, code("room.form()")),
        ", cell 5, line 1",
        "room.form() works in a cell tagged 'participant' alone.",
        "Give this cell that tag and no other.",
    ),
    "two-forms": Mistake(
        put(5, code("room.form()", "participant"), instead=0),
        ", cell 6, line 1",
        "room.form() is called a second time.",
        "Keep one of them.",
    ),
    "comment": Mistake(
        put(4, code("# room.form()", "participant")),
        ", cell 5, line 1",
        "form() is a comment here, so nothing calls it.",
        "Take the # away.",
    ),
    "parameters": Mistake(
        [*put(2)[:2], code(MINUTES), list_cells()[2], *list_cells()[4:]],
        ", cell 4",
        "the parameters cell stands below cell 3, which uses 'minutes'.",
        "Move it above that cell.",
    ),
    "keyboard": Mistake(
        put(4, code("name = input()\nroom.form()", "participant")),
        ", cell 5, line 1",
        "input() waits for a keyboard, and nobody sits at one here.",
        "Ask with a kit.Text, or take the line out.",
    ),
    "endless": Mistake(
        put(3, code("import time\ntime.sleep(1000)"), instead=0),
        ", cell 4, line 2",
        "this does not come to an end in 20 seconds.",
        "Take out what waits or repeats itself.",
        runs=True,
    ),
    "conflict": Mistake(
        define("room =", "<<<<<<< HEAD\nroom ="),
        ", cell 4, line 9",
        "git has left both versions of a conflict in this cell.",
        "Keep one of them, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>.",
    ),
    "program": Mistake(
        list_cells(DEFINITION + "\ndef count():\n    return 3"),
        ", cell 4, line 10",
        "a function stands here.",
        "Cells hold words, definitions and calls: what takes long holds up every phone. "
        "Write it out line by line, or tell those who keep the kit what you need.",
        grave=False,
    ),
    "long": Mistake(
        list_cells(DEFINITION + "\n# more" * 99),
        ", cell 4",
        "this cell has 108 lines.",
        "Split it where a new thought begins.",
        grave=False,
    ),
    "old-name": Mistake(
        picture('kit.bars(room.results, "kind")'),
        ", cell 7, line 1",
        "kit.bars is called kit.Bars now.",
        "Write the new name: the old one goes with the next version.",
        grave=False,
    ),
    "strange-tag": Mistake(
        put(7, words("What surprised you?", "moderator")),
        ", cell 8",
        "the tag 'moderator' means nothing to the kit, so everybody gets this cell.",
        "Use one of facilitator, leader, parameters, participant, print, screen, or take it off.",
        grave=False,
    ),
    "printed-code": Mistake(
        put(7, code("1 + 1", "print")),
        ", cell 8",
        "code is not printed, and runs nowhere.",
        "Write the words into a Markdown cell, or take the tag 'print' off.",
        grave=False,
    ),
    "code-for-the-leader": Mistake(
        put(7, code("1 + 1", "leader")),
        ", cell 8",
        "code is not printed, and runs nowhere.",
        "Write the words into a Markdown cell, or take the tag 'leader' off.",
        grave=False,
    ),
    "no-exercise": Mistake(
        [code("")],
        "",
        "it is no exercise: no cell calls kit.join(exercise).",
        "Take it out of the folder, or write the exercise into it.",
    ),
}

"""What our own processes change in libraries they load. Importing `kit` changes nothing.

Each patch says why it is there, with which version it was seen to be needed, and what would make it
needless.
"""

from __future__ import annotations

import sys

GRAMMAR = "rfc3987_syntax"


def do_without_grammar() -> None:
    """Let jsonschema find no grammar of web addresses, so that it compiles none.

    Altair and nbformat import jsonschema, and jsonschema 4.26 imports `rfc3987_syntax` where it is
    installed, which builds a parser with Lark at once: a second or two at the start of every
    server and every kernel. No schema of ours names a web address, and jsonschema does without
    the grammar where it is missing. Needless as soon as the parser is built on its first use.
    """
    sys.modules.setdefault(GRAMMAR, None)  # type: ignore[arg-type]

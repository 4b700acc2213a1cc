"""What Python and Jupyter keep of the last messages and errors in a kernel, and how it goes."""

from __future__ import annotations

import gc
import sys

from IPython import get_ipython

LAST = ("last_type", "last_value", "last_traceback", "last_exc")
TRACEBACKS = ("InteractiveTB", "SyntaxTB")


def forget_traces() -> None:
    """Let go of the last errors with the variables of their frames, and of what is unreachable."""
    for name in LAST:
        if hasattr(sys, name):
            delattr(sys, name)
    shell = get_ipython()
    for name in TRACEBACKS:
        writer = getattr(shell, name, None)
        for part in ("tb", "etype", "evalue", "last_syntax_error"):
            if hasattr(writer, part):
                setattr(writer, part, None)
    gc.collect()

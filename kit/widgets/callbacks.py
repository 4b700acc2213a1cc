"""Callbacks that cannot fail in silence: Jupyter swallows what an observer raises."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

from kit.errors import KitError
from kit.language import _

log = logging.getLogger("kit")

Callback = Callable[..., Any]


def guard(action: Callback, show: Callable[[KitError], None]) -> Callback:
    """Wrap a callback: what a person may read is shown, the rest is logged under a number.

    Args:
        action: The callback.
        show: Called with the error to show; a fault of ours becomes a calm sentence.
    """

    def run(*arguments: Any) -> None:
        try:
            action(*arguments)
        except KitError as error:
            show(error)
        except Exception:
            number = secrets.token_hex(3)
            log.exception("Fault %s", number, extra={"fault": number})
            words = _(
                "That did not work; nothing is lost. Try again, or quote {number}.", number=number
            )
            show(KitError(words))

    return run

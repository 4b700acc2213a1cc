"""Values as JSON, the way Jupyter writes a message, and what stands in a page that has none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ipywidgets.widgets.widget import _instances
from jupyter_client.jsonutil import json_clean, json_default


def write(value: Any) -> str:
    """A value as JSON, the same in a change as in a page or a message of its own.

    Jupyter writes numbers, dates and collections of other libraries as JSON's own. Where that
    fails, it writes what is no number as words, and refuses the rest.

    Raises:
        ValueError: There is no JSON for it.
    """
    try:
        return _dump(value)
    except (TypeError, ValueError):
        return _dump(json_clean(value))


def find_unwritable(state: Mapping[str, Mapping[str, Any]]) -> str:
    """The kind of error and the trait that cannot be written, as "ValueError in Map.places".

    Args:
        state: Of the widgets of a page, by their ids. "" where all of it can be written.
    """
    for model_id, described in state.items():
        for name, value in described["state"].items():
            try:
                write(value)
            except Exception as error:
                return f"{type(error).__name__} in {type(_instances.get(model_id)).__name__}.{name}"
    return ""


def _dump(value: Any) -> str:
    return json.dumps(
        value, default=json_default, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )

"""The kinds of prompts there are, and their parts."""

from __future__ import annotations

import pytest

from kit.charts.captions import describe_marginal
from kit.errors import DefinitionError
from kit.gate.marginals import Marginal, Shape


def test_a_result_of_a_kind_that_is_unknown_is_refused_by_name() -> None:
    with pytest.raises(DefinitionError, match="'Scala' is not a kind of prompt"):
        describe_marginal(Marginal("safe", "Scala", "?", 9, (("1", "1", 9),), Shape.FULL))

"""The kit's own exercises, as they are offered."""

from __future__ import annotations

import pytest

from kit.errors import NotFoundError
from kit.notebooks.workshops import find_workshops, get_exercise, list_exercises
from tests.places import WORKSHOPS


def test_every_notebook_of_the_kit_is_offered_with_title_reason_and_minutes() -> None:
    offered = list_exercises()
    assert [each.notebook for each in offered] == sorted(p.name for p in WORKSHOPS.glob("*.ipynb"))
    for each in offered:
        assert each.title
        assert not each.title.startswith("#")
        assert each.about.endswith((".", "?"))
        assert each.minutes


def test_an_offer_reads_as_its_notebook_begins() -> None:
    jar = get_exercise("marble_jar")
    assert (jar.title, jar.minutes) == ("The marble jar", 40)
    assert jar.about == (
        "A promise kept, a mistake owned, somebody who noticed: this exercise collects small "
        "moments in which trust may have grown, and looks at nothing else."
    )


@pytest.mark.parametrize("name", ["marble_jar", "marble-jar", "marble_jar.ipynb"])
def test_an_exercise_is_found_however_its_name_is_written(name: str) -> None:
    assert (find_workshops() / get_exercise(name).notebook).is_file()


def test_a_misspelt_exercise_is_told_with_what_was_meant() -> None:
    with pytest.raises(NotFoundError, match=r"'marbel_jar' is no exercise.*'marble_jar'\?"):
        get_exercise("marbel_jar")

"""The pages on which a session is begun offer, and name, what their language has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.language.languages import list_languages
from kit.notebooks.agenda import list_agendas
from kit.notebooks.languages import find_language_folder, list_titles, read_title
from kit.notebooks.workshops import find_workshops
from kit.server.handlers.sessions import PULSE
from kit.server.handlers.teams import ASKING
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.handlers.test_sessions import create_code
from tests.server.visitor import Visitor

TAGS = [each.tag for each in list_languages()]
ENGLISH = read_title(WORKSHOPS / PULSE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that plays the exercises of the kit in all their languages."""
    folder = tmp_path_factory.mktemp("server")
    address = ("--host", "127.0.0.1", "--port", "0", "--data", str(folder / "kit.db"))
    server = Server("serve", str(WORKSHOPS), "--fast", *address, log=folder / "server.log")
    yield server
    server.stop()


@pytest.fixture(params=TAGS)
def tag(request: pytest.FixtureRequest, facilitator: Visitor) -> str:
    """A language that the facilitator has chosen for the pages."""
    chosen: str = request.param
    facilitator.get(f"/language/{chosen}")
    return chosen


def test_every_language_has_its_own_title_for_the_pulse_or_none() -> None:
    titles = [read_title(find_workshops(each) / PULSE) for each in TAGS]
    assert ENGLISH == "Safety pulse"
    assert len(set(titles) - {""}) > 1
    assert "" in titles


def test_the_list_offers_the_agendas_and_exercises_of_its_language(
    facilitator: Visitor, tag: str
) -> None:
    folder = find_language_folder(WORKSHOPS, tag)
    page = facilitator.get("/facilitate")
    titles = [each.title for each in list_agendas(folder)]
    assert [each for each in titles if each not in page.words] == []
    offered = set(re.findall(r'name="agenda" value="only:([^"]*)"', page.text))
    assert offered == {each.name for each in folder.glob("*.ipynb")}


def test_the_hint_names_an_exercise_only_where_the_chosen_language_has_it(
    facilitator: Visitor, tag: str
) -> None:
    create_code(facilitator, "Team Before")
    title = read_title(find_language_folder(WORKSHOPS, tag) / PULSE)
    for chosen in TAGS:
        page = facilitator.get(f"/facilitate/new?language={chosen}").text
        theirs = read_title(find_language_folder(WORKSHOPS, chosen) / PULSE)
        [option] = re.findall(rf'<option value="{chosen}"[^>]*>', page)
        assert ("without-pulse" in option) == (not theirs)
        if theirs:
            assert theirs in page
    page = facilitator.get("/facilitate/new").text
    [selected] = re.findall(rf'<option value="{tag}" selected[^>]*>', page)
    assert ("without-pulse" in selected) == (not title)
    hint = re.search(r'<span class="about-pulse">(.*?)</span>', page)
    assert hint
    assert title in hint[1]
    seen = page.replace(hint[0], "")
    assert (ENGLISH in seen) == (title == ENGLISH)


def test_the_page_of_a_team_names_the_exercises_of_the_sessions_language(
    facilitator: Visitor, tag: str
) -> None:
    code = create_code(facilitator, language=tag)
    titles = list_titles(find_language_folder(WORKSHOPS, tag), ASKING)
    assert len(titles) >= 2
    words = facilitator.get(f"/facilitate/{code}/team").words
    assert [each for each in titles if each not in words] == []
    assert (ENGLISH in words) == (ENGLISH in titles)


def test_a_folder_without_these_exercises_names_none(tmp_path: Path) -> None:
    assert list_titles(tmp_path, ASKING) == []

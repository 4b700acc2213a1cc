"""How many kernels a session gets by itself."""

from __future__ import annotations

import pytest

from kit.server.kernels.settings import RoomSettings, choose_kernels


@pytest.mark.parametrize(
    ("expected", "cores", "kernels"),
    [
        (None, 8, 1),
        (1, 8, 1),
        (250, 8, 1),
        (251, 8, 2),
        (1000, 8, 4),
        (1000, 2, 2),
        (5000, 1, 1),
    ],
)
def test_there_is_one_for_every_250_people_as_far_as_there_are_cores(
    expected: int | None, cores: int, kernels: int
) -> None:
    assert choose_kernels(expected, cores) == kernels


def test_a_session_gets_as_many_as_somebody_has_said_or_as_it_needs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert RoomSettings(kernels=3).choose_for(5000) == RoomSettings(kernels=3)
    assert RoomSettings().choose_for(None) == RoomSettings(kernels=1)
    assert caplog.messages == []
    assert RoomSettings(memory=7).choose_for(600) == RoomSettings(kernels=3, memory=7)
    assert "600 people is spread over 3 kernels" in caplog.text


@pytest.mark.parametrize("patience", [1.0, 15.0, 60.0])
def test_a_kernel_is_looked_at_several_times_before_patience_ends(patience: float) -> None:
    assert 0 < RoomSettings(patience=patience).ping_seconds <= patience / 3

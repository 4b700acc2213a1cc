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


@pytest.mark.parametrize("patience", [1.0, 15.0, 60.0])
def test_a_kernel_is_looked_at_several_times_before_patience_ends(patience: float) -> None:
    assert 0 < RoomSettings(patience=patience).ping_seconds <= patience / 3

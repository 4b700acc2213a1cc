"""How many would say yes, worked out from answers that went through a coin.

Two coins are thrown on the phone: heads on the first sends the truth, otherwise the second decides
alone. So an answer is the truth with probability 3/4 (`TRUTH`), the opposite otherwise, and a yes
proves nothing about anybody. The group's share can still be estimated, within a band.

Source: Warner, S. L. (1965), Randomized response, Journal of the American Statistical
Association 60(309), 63-69. The band: Wilson, E. B. (1927), Journal of the American Statistical
Association 22(158), 209-212.
"""

from __future__ import annotations

import random
from math import ceil, floor, sqrt

TRUTH = 0.75
BAND = 1.6449  # standard deviations either side: nine bands out of ten hold the true share
STEP = 5  # per cent to which the band's ends are rounded, outwards


def estimate_share(yes: int, n: int) -> tuple[int, int, int]:
    """Estimate the share of people for whom yes is the truth.

    Args:
        yes: Answers that came out as yes, 0 to `n`.
        n: All answers, 1 or more.

    Returns:
        Lowest, most likely and highest share in whole per cent, 0 to 100. The ends are multiples
        of `STEP`.
    """
    share, half = yes / n, BAND**2 / (2 * n)
    reach = BAND * sqrt(share * (1 - share) / n + half / (2 * n))
    low, high = ((share + half + side * reach) / (1 + 2 * half) for side in (-1, 1))
    return (
        STEP * floor(_undo(low) / STEP),
        round(_undo(share)),
        STEP * ceil(_undo(high) / STEP),
    )


def throw_coin(truth: bool, chance: random.Random) -> bool:
    """Send an answer through the coin, as a phone does."""
    return truth if chance.random() < TRUTH else not truth


def _undo(share: float) -> float:
    """Take the coin out of a share of answers; give per cent from 0 to 100."""
    truth = (share - (1 - TRUTH)) / (2 * TRUTH - 1)
    return 100 * min(1.0, max(0.0, truth))

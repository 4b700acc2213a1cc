"""The anonymity policy: how much a trainer may have shown, and the floors below which none goes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

from kit.errors import PolicyError, explain_settings, suggest

LOWEST_K = 4
DEFAULT_TEXT_K = 8
LOWEST_FULL_SCALE_N = 15
LARGE_SESSION = 100  # seats from which on a default batch is LARGE_BATCH
LARGE_BATCH = 10


def _check_floor(name: str, value: object, floor: int) -> None:
    """Refuse anything but a whole number of at least `floor`."""
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"anonymity policy: {name} is a whole number. Write {name}={floor} or more."
        raise PolicyError(msg)
    if value < floor:
        msg = f"anonymity policy: {name}={value} protects too little. Write {name}={floor} or more."
        raise PolicyError(msg)


@explain_settings
@dataclass(frozen=True)
class AnonymityPolicy:
    """What protects the answers of one round; fixed when the round opens.

    Args:
        k: Fewest submissions behind any published number, at least 4.
        text_k: Fewest sentences before any sentence is shown, never under `k`. Left at its
            default it follows a `k` above 8.
        batch: Fewest submissions by which two snapshots differ, never under `k`. None means `k`,
            and at least 10 from 100 seats on. Nothing is published with fewer submissions
            than this, because the first snapshot differs by all of them from none.
        full_scale_n: Fewest submissions before a Scale or a YesNo is shown in full, at least 15.
        reveal: `"sealed"`: nothing before the close. `"live"`: safe batches while open.

    Raises:
        PolicyError: A number is below its floor, or a setting is not understood.
    """

    k: int = 5
    text_k: int = DEFAULT_TEXT_K
    batch: int | None = None
    full_scale_n: int = LOWEST_FULL_SCALE_N
    reveal: Literal["sealed", "live"] = "sealed"

    def __post_init__(self) -> None:
        """Refuse a policy that protects too little."""
        _check_floor("k", self.k, LOWEST_K)
        if self.text_k == DEFAULT_TEXT_K < self.k:
            object.__setattr__(self, "text_k", self.k)
        _check_floor("text_k", self.text_k, self.k)
        if self.batch is not None:
            _check_floor("batch", self.batch, self.k)
        _check_floor("full_scale_n", self.full_scale_n, LOWEST_FULL_SCALE_N)
        if self.reveal not in ("sealed", "live"):
            msg = f"anonymity policy: {self.reveal!r} is no reveal. Write 'sealed' or 'live'."
            raise PolicyError(msg)

    def get_batch(self, seats: int) -> int:
        """Give the fewest submissions by which two snapshots differ in a session of `seats`."""
        if self.batch is not None:
            return self.batch
        return max(self.k, LARGE_BATCH) if seats >= LARGE_SESSION else self.k

    def tighten(self, other: "AnonymityPolicy") -> "AnonymityPolicy":
        """Take over another policy, provided that nothing in it protects less than this one.

        Args:
            other: The policy that is wanted instead.

        Raises:
            PolicyError: A setting of `other` is looser.
        """
        numbers = {
            "k": (self.k, other.k),
            "text_k": (self.text_k, other.text_k),
            "batch": (self.get_batch(0), other.get_batch(0)),
            "batch from 100 seats on": (
                self.get_batch(LARGE_SESSION),
                other.get_batch(LARGE_SESSION),
            ),
            "full_scale_n": (self.full_scale_n, other.full_scale_n),
        }
        for name, (now, wanted) in numbers.items():
            if wanted < now:
                msg = (
                    f"anonymity policy: {name} cannot be lowered from {now} to {wanted}. "
                    f"Keep {now} or choose more."
                )
                raise PolicyError(msg)
        if self.reveal == "sealed" and other.reveal == "live":
            msg = "anonymity policy: a sealed round cannot become a live one. Keep reveal='sealed'."
            raise PolicyError(msg)
        return other

    def to_json(self) -> dict[str, object]:
        """Give the policy as plain values for the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "AnonymityPolicy":
        """Read what `to_json` gave.

        Raises:
            PolicyError: A setting is missing, unknown or out of range.
        """
        names = [setting.name for setting in fields(cls)]
        for name in data:
            if name not in names:
                msg = f"anonymity policy: {name!r} is not a setting.{suggest(name, names)}"
                raise PolicyError(msg)
        for name in names:
            if name not in data:
                msg = f"anonymity policy: {name!r} is missing. Write the policy out in full."
                raise PolicyError(msg)
        return cls(**data)  # type: ignore[arg-type]


DEFAULT_POLICY = AnonymityPolicy()

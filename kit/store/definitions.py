"""Definitions: what the notebook of a round has defined, and what may still change of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from kit.errors import PhaseError, PolicyError
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.language import _
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase, Round
from kit.store.part import Part
from kit.store.round_rows import load_round
from kit.store.schema import rounds


class Definitions(Part):
    """The part of the store that keeps what rounds ask."""

    def set_definition(
        self, round_id: int, exercise: Exercise, later: Sequence[Exercise] = ()
    ) -> None:
        """Keep what the notebook of a round has defined.

        Every kernel of a round says the same, so an equal definition changes nothing. Once the
        round has begun, only the policy may still change, until the close, and only to one that
        protects at least as much. Parts to come may change until they begin.

        Args:
            round_id: The round.
            exercise: What it asks.
            later: The parts of the exercise that come after this round, in order.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It differs from the one the round has begun with, or the round is closed.
            PolicyError: Its policy protects less; names the setting.
        """
        with self.database.read() as connection:
            current = load_round(connection, round_id)
            if (current.exercise, current.later) == (_ask(exercise, current), tuple(later)):
                return
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            asked = _ask(exercise, current)
            if (current.exercise, current.later) == (asked, tuple(later)):
                return
            values: dict[str, object] = {"definition": exercise.to_json()}
            values["later"] = [each.to_json() for each in later] or None
            if current.exercise != asked and current.phase is not Phase.PREPARE:
                policy = _tighten(current, asked)
                if current.phase is Phase.OPEN:
                    values["policy"] = policy.to_json()
            chosen = update(rounds).where(rounds.c.id == round_id)
            connection.execute(chosen.values(**values))
        self.notices.publish(current.code, "round")


def _ask(exercise: Exercise, current: Round) -> Exercise:
    """What a round asks of what its notebook defines: a team without a leader has none first."""
    return exercise.without_leader() if current.leaderless else exercise


def _tighten(current: Round, exercise: Exercise) -> AnonymityPolicy:
    """Take over a policy that is all that has changed in a round that has begun."""
    before = current.exercise
    if before is None or {**vars(before), "policy": exercise.policy} != vars(exercise):
        msg = _(
            "{notebook} has changed since this round began. Undo the change, or play the changed "
            "exercise in a new round.",
            notebook=current.notebook,
        )
        raise PhaseError(msg)
    try:
        policy = before.policy.tighten(exercise.policy)
    except PolicyError as error:
        msg = (
            f"{current.notebook}, {error} This round has begun with it. Undo the change and load "
            "the page again; a looser policy counts from the next round on."
        )
        raise PolicyError(msg) from error
    if current.phase not in (Phase.LEADER, Phase.OPEN):
        stands = PHASE_WORDS[current.phase].say().stands
        msg = _(
            "The policy in {notebook} has changed, but this round {stands}. Undo the change and "
            "load the page again; it counts from the next round on.",
            notebook=current.notebook,
            stands=stands,
        )
        raise PhaseError(msg)
    return policy

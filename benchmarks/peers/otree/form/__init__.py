"""The form as an oTree live page."""

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page


class C(BaseConstants):
    """One round, no groups."""

    NAME_IN_URL = "form"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    """Nothing of its own."""


class Group(BaseGroup):
    """Nothing of its own."""


class Player(BasePlayer):
    """Nothing of its own."""


class Form(Page):
    """The only page."""

    @staticmethod
    def live_method(player, data):
        """Answer whoever has sent something."""
        words = f"Received: {len(data['text'])} letters, {data['number']}"
        return {player.id_in_group: words}


page_sequence = [Form]

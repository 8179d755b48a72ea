"""The engine's scales with the words people read, as choices of model fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones import words
from milestones.contingency.scales import Before, Force, Level, Status
from milestones.words import GRADE_WORDS, LEVEL_WORDS, STATUS_MARKS, WORDS

LEVELS = [(level.value, word) for level, word in LEVEL_WORDS.items()]
REACHABLE_LEVELS = LEVELS[1:]
"""What a condition or a relative date may wait for."""

GRADES = [(grade.value, word) for grade, word in GRADE_WORDS.items()]
REQUIRED_GRADES = GRADES[1:]
"""What a plan, milestone or indicator may require; a disputed record counts for nothing."""

BEFORES = [
    (Before.START.value, _("start")),
    (Before.INTERMEDIATE.value, LEVEL_WORDS[Level.INTERMEDIATE]),
    (Before.COMPLETION.value, _("completion")),
]
FORCES = [(force.value, WORDS[force.value]) for force in (Force.GATES, Force.INFORMS)]
STATUSES = [(status.value, STATUS_MARKS[status].word) for status in Status]

STANCES = [(mark.slug, mark.word) for mark in words.STANCES]
"""What an actor says about a plan, a pillar or a milestone."""
TIERS = [(mark.slug, mark.word) for mark in words.TIERS]
"""How a source was read."""


class ActorKind(models.TextChoices):
    """What an actor is to the plan."""

    PARTY = "party", _("party")
    STATE = "state", _("state")
    MEDIATOR = "mediator", _("mediator")
    INSTITUTION = "institution", _("institution")
    DONOR = "donor", _("donor")
    MONITOR = "monitor", _("monitor")


class MilestoneKind(models.TextChoices):
    """Whether a step is something done, or something said or signed."""

    DEED = "deed", WORDS["deed"]
    ANNOUNCEMENT = "announcement", WORDS["announcement"]


class Direction(models.TextChoices):
    """Which way an indicator is meant to go."""

    INCREASE = "increase", _("increase")
    DECREASE = "decrease", _("decrease")

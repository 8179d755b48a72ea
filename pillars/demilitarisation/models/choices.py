"""The closed lists of words in demilitarisation's records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CategoryKind(models.TextChoices):
    """What a category counts."""

    ARMS = "arms", _("arms")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")


class Basis(models.TextChoices):
    """What a total rests on."""

    AGREED = "agreed", _("agreed")
    DECLARED = "declared", _("declared")
    ESTIMATED = "estimated", _("estimated")


class Step(models.TextChoices):
    """What was done with the arms or infrastructure that a tally counts."""

    COLLECTED = "collected", _("collected")
    DESTROYED = "destroyed", _("destroyed")


class Scope(models.TextChoices):
    """What a tally covers."""

    EVENT = "event", _("this event alone")
    STAGE = "stage", _("the stage, up to this day")
    TOTAL = "total", _("everything, up to this day")


class InspectionKind(models.TextChoices):
    """What was given an outcome: a visit, or a statement that something is done."""

    INSPECTION = "inspection", _("inspection")
    CERTIFICATION = "certification", _("certification")


class Outcome(models.TextChoices):
    """What came of an inspection or a certification."""

    PASSED = "passed", pgettext_lazy("inspection", "passed")
    FAILED = "failed", pgettext_lazy("inspection", "failed")
    INCONCLUSIVE = "inconclusive", _("inconclusive")
    REFUSED = "refused", _("access refused")


class IncidentKind(models.TextChoices):
    """What an incident is alleged to have been."""

    FORCE = "force", _("use of force")
    MOVEMENT = "movement", _("movement of forces or of a line")
    SMUGGLING = "smuggling", _("smuggling of arms")
    REARMING = "rearming", _("rearming or rebuilding")
    OBSTRUCTION = "obstruction", _("obstruction of those who verify")
    OTHER = "other", pgettext_lazy("incident", "other")


class Finding(models.TextChoices):
    """What those who looked into an incident found."""

    NONE = "none", _("not investigated, as far as is known")
    OPEN = "open", _("under investigation")
    UPHELD = "upheld", _("upheld")
    UNFOUNDED = "unfounded", _("unfounded")
    INCONCLUSIVE = "inconclusive", _("inconclusive")


class PullbackStep(models.TextChoices):
    """How far a pull-back or handover is."""

    PLANNED = "planned", _("planned")
    BEGUN = "begun", _("begun")
    COMPLETE = "complete", pgettext_lazy("pull-back", "complete")
    DROPPED = "dropped", pgettext_lazy("pull-back", "dropped")
    REVERSED = "reversed", pgettext_lazy("pull-back", "reversed")

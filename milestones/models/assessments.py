"""What is recorded of milestones: their levels, changes of their dates, what is set aside, and what actors say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.plan import LIFTED, RevisedDate
from milestones.models import columns
from milestones.models.choices import LEVELS, STANCES
from milestones.models.gates import Gate
from milestones.models.milestones import Milestone
from milestones.models.parts import called, in_database, rule
from milestones.models.plans import Actor, Pillar
from milestones.models.records import Ending, GradedRecord, Record, RetractableRecord
from milestones.models.schedule import Scheduled, lifted_constraints, schedule_constraints


@called(_("assessment"), _("assessments"), "{milestone}: {level} ({date})")
@in_database(
    # A milestone's assessments in order: its page, and its newest one.
    models.Index(fields=["milestone", "date"], name="assessment_of_milestone")
)
class Assessment(GradedRecord):
    """One row is one judgement of a milestone's level, for one day."""

    milestone = columns.part(Milestone, _("milestone"), _("What was assessed."), "assessments", db_index=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, help_text=_("How far it had come."))

    hangs_on = ("milestone", "source")


@called(_("schedule revision"), _("schedule revisions"))
@in_database(*schedule_constraints("schedule_revision"), *lifted_constraints("schedule_revision"))
class ScheduleRevision(Scheduled, Record):
    """One row is one change of a milestone's planned dates: each is given anew, lifted, or left as it was.

    Of several with one date the one with the highest rank holds.
    """

    milestone = columns.part(Milestone, _("milestone"), _("Whose dates were changed."), "schedule_revisions")
    rank = columns.count(_("rank"), _("Its place among the milestone's revisions, from 0."), default=0)

    planned_start_lifted = columns.flag(_("planned start: lifted"), _("There is no planned start any more."))
    due_lifted = columns.flag(_("due: lifted"), _("There is no due date any more."))

    hangs_on = ("milestone", "source", "planned_start_after", "due_after")

    class Meta(Record.Meta):
        ordering = ("milestone_id", "rank", "id")

    def _planned(self, prefix: str) -> RevisedDate | None:
        return LIFTED if getattr(self, f"{prefix}_lifted") else super()._planned(prefix)


@called(_("milestone given up"), _("milestones given up"))
class Withdrawal(Record):
    """One row says that a milestone is no longer pursued, until its ending."""

    milestone = columns.part(Milestone, _("milestone"), _("What is no longer pursued."), "withdrawals")

    hangs_on = ("milestone", "source")


@called(_("milestone taken up again"), _("milestones taken up again"))
class WithdrawalEnding(Ending):
    """One row says that a withdrawal is over."""

    withdrawal = columns.only_part(Withdrawal, _("milestone given up"), _("What is over."), "ending")

    hangs_on = ("withdrawal", "source")


@called(_("waiver"), _("waivers"))
class Waiver(Record):
    """One row says that a gate was set aside by those who may, until its ending."""

    gate = columns.part(Gate, _("group of conditions"), _("What was set aside."), "waivers")

    hangs_on = ("gate", "source")


@called(_("end of a waiver"), _("ends of waivers"))
class WaiverEnding(Ending):
    """One row says that a waiver is over."""

    waiver = columns.only_part(Waiver, _("waiver"), _("What is over."), "ending")

    hangs_on = ("waiver", "source")


@called(_("position"), _("positions"), "{actor}: {stance} ({date})")
@in_database(
    rule(
        "position_is_about_one_thing",
        Q(pillar__isnull=True) | Q(milestone__isnull=True),
        _("A position is about a pillar or a milestone, not both. Choose one."),
        code="position_about",
    )
)
class Position(RetractableRecord):
    """One row is what an actor said, on a date, about a pillar, a milestone or (with neither) the plan."""

    actor = columns.part(Actor, _("actor"), _("Whose position it is."), "positions")
    stance = columns.word(_("stance"), STANCES, _("What the actor says, in a word."), length=15)
    pillar = columns.optional_part(
        Pillar, _("about the pillar"), _("The pillar it is about, if it is about one."), "positions"
    )
    milestone = columns.optional_part(
        Milestone, _("about the milestone"), _("The milestone it is about, if it is about one."), "positions"
    )

    hangs_on = ("actor", "pillar", "milestone", "source")

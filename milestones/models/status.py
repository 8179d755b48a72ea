"""What follows from the facts: stored evaluations, and the changes between them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.contingency import METHOD
from milestones.contingency.scales import Status
from milestones.lettering import isolated
from milestones.models import columns
from milestones.models.append_only import AppendOnly
from milestones.models.choices import LEVELS, STATUSES
from milestones.models.milestones import Milestone
from milestones.models.parts import called, in_database, rule
from milestones.models.plans import Plan
from milestones.models.publication import Bounded
from milestones.words import WORDS

STATUS_LENGTH = 20
KNOWN_STATUSES = [status.value for status in Status]


class ChangeKind(models.TextChoices):
    """What made a status change."""

    FACTS = "facts", _("facts")
    TEXT = "text", _("the plan’s text")
    PUBLICATION = "publication", _("publication")
    DAY = "day", _("a new day")
    METHOD = "method", _("a new method")
    LOADED = "loaded", _("the plan was loaded")


@called(_("milestone's status"), _("milestones' statuses"), "{milestone}: {status}", prefix="milestone")
@in_database(
    rule(
        "milestone_status_level_is_range",
        Q(level_low__range=(0, 3), level_high__range=(0, 3), level_low__lte=F("level_high")),
    )
)
class MilestoneStatus(Bounded):
    """One row is one milestone's verdict as of the plan's today, in its default reading, from published facts."""

    milestone = columns.only_part(
        Milestone, _("milestone"), _("Whose verdict it is."), "current", on_delete=models.CASCADE, primary_key=True
    )
    status = columns.word(_("status"), STATUSES, _("Its contingency status."), length=STATUS_LENGTH)
    since = columns.optional_day(_("since"), _("The day of the status change that brought it here."))
    level_low = models.PositiveSmallIntegerField(
        _("level, low"), choices=LEVELS, help_text=_("The level that is confirmed.")
    )
    level_high = models.PositiveSmallIntegerField(
        _("level, high"), choices=LEVELS, help_text=_("The highest level that is also said.")
    )
    is_overdue = models.BooleanField(WORDS["overdue"], help_text=_("It is past due and not complete."))
    earliest_start = columns.optional_day(_("earliest start"), _("Earliest date of its start; empty for never."))
    earliest_complete = columns.optional_day(
        _("earliest completion"), _("Earliest date of its completion; empty for never.")
    )
    established_start = columns.optional_day(_("confirmed start"), _("Confirmed date of its start; empty for none."))
    established_complete = columns.optional_day(
        _("confirmed completion"), _("Confirmed date of its completion; empty for none.")
    )
    delay_days = columns.optional_count(
        _("delay in days"), _("Days by which its earliest completion passes its due date; empty without either.")
    )
    releases = columns.count(
        WORDS["releases"], _("How many others would have all that must come first, if it were complete.")
    )
    downstream = columns.count(WORDS["downstream"], _("How many others depend on it, directly or through others."))
    reasons = columns.data(_("reasons"), _("Why it has this status, as data."), default=list)
    verdict = columns.data(_("verdict"), _("The whole verdict, as data: level, conditions, forecast and reasons."))

    hangs_on = ("milestone",)


@called(_("plan's evaluation"), _("plans' evaluations"), "{plan} ({on})")
class PlanStatus(Bounded):
    """One row is one plan's evaluation as of its today, in its default reading, from published facts."""

    plan = columns.only_part(
        Plan, _("plan"), _("Whose evaluation it is."), "current", on_delete=models.CASCADE, primary_key=True
    )
    on = models.DateField(_("on"), help_text=_("The day for which it holds, in the plan's time zone."))
    computed_at = models.DateTimeField(_("computed at"), help_text=_("When it was computed."))
    revision = columns.large(_("revision"), _("The plan's revision that this evaluation made."))
    evaluation = columns.data(
        _("evaluation"), _("Pillars, matrix and deadlocks; the milestones' verdicts have rows of their own.")
    )

    hangs_on = ("plan",)


class StatusChange(AppendOnly):
    """One row says that one recompute found one milestone in another status than before, and why."""

    plan = columns.part(Plan, _("plan"), _("The plan it happened in."), "status_changes", db_index=False)
    milestone = columns.part(Milestone, _("milestone"), _("Whose status changed."), "status_changes", db_index=False)
    old = columns.optional_word(
        _("old status"), STATUSES, _("Its status before; empty when it had none yet."), length=STATUS_LENGTH
    )
    new = columns.word(_("new status"), STATUSES, _("Its status from then on."), length=STATUS_LENGTH)
    on = models.DateField(_("on"), help_text=_("The day for which the recompute was made."))
    computed_at = models.DateTimeField(_("computed at"), help_text=_("When it was computed."))
    reasons = columns.data(_("reasons"), _("Why it has the new status, as data."), default=list)
    kind = columns.word(_("kind"), ChangeKind.choices, _("What made it change."), length=15, default=ChangeKind.FACTS)
    method = columns.count(_("method"), _("The version of the method with which it was computed."), default=METHOD)
    cause = columns.data(
        _("cause"), _("What made it change, of what the milestone rests on, as data that the public may see.")
    )
    revision = columns.large(_("revision"), _("The plan's revision that brought it."))

    hangs_on = ("plan", "milestone")

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ("-computed_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "revision"], name="status_change_once_a_revision"),
            rule("status_change_is_a_change", ~Q(old=F("new"))),
            rule("status_change_kind_is_known", Q(kind__in=ChangeKind.values)),
            rule("status_change_statuses_are_known", Q(old__in=["", *KNOWN_STATUSES]) & Q(new__in=KNOWN_STATUSES)),
        ]
        indexes = [
            # A plan's changes, newest first: its change list and feed.
            models.Index(fields=["plan", "-computed_at", "-id"], name="status_change_in_plan"),
            # A milestone's changes, newest first: the history on its page.
            models.Index(fields=["milestone", "-computed_at", "-id"], name="status_change_of_milestone"),
        ]

    def __str__(self) -> str:
        words = _("%(milestone)s: %(old)s → %(new)s") if self.old else _("%(milestone)s: %(new)s")
        told = {"milestone": isolated(self.milestone), "old": self.get_old_display(), "new": self.get_new_display()}
        return f"{words % told} ({notation.day(self.on)})"

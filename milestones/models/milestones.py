"""Milestones, who owes them, and what is shown beside them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.choices import MilestoneKind
from milestones.models.indicators import Indicator
from milestones.models.parts import PlanPart, Ranked, called, in_database, rule
from milestones.models.plans import Actor, Area, Phase, Pillar, Source
from milestones.models.publication import Published
from milestones.models.schedule import Scheduled, schedule_constraints


@called(_("milestone"), _("milestones"))
@in_database(
    *schedule_constraints("milestone"),
    rule(
        "milestone_due_not_before_planned_start",
        Q(planned_start_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("planned_start_on")),
        _("It is due before its planned start. Put the due date on or after it."),
        code="due_before_start",
    ),
    rule("milestone_weight_is_positive", Q(weight__gt=0), _("A weight is more than 0."), code="weight"),
    rule(
        "milestone_certifier_or_none_designated",
        Q(certifier__isnull=True) | Q(certifier_none_designated=False),
        _("Name a certifier or say that none is designated, not both."),
    ),
    # A plan's milestones in its own order: every list of them.
    models.Index(fields=["plan", "rank", "id"], name="milestone_in_plan_order"),
)
class Milestone(Published, Scheduled, PlanPart):
    """One row is one step that a plan promises, with its original schedule."""

    name = columns.name(_("The step, in a few words."))
    description = columns.long_text(_("description"), _("What is promised, and when it counts as done."))
    pillar = columns.part(Pillar, _("pillar"), _("The pillar it belongs to."), "milestones")
    kind = columns.word(
        _("kind"),
        MilestoneKind.choices,
        _("A deed, or an announcement: something said or signed, not done."),
        length=15,
        default=MilestoneKind.DEED,
    )
    phase = columns.optional_part(Phase, _("phase"), _("The phase it belongs to."), "milestones")
    area = columns.optional_part(Area, _("area"), _("The place it is about; empty for the whole."), "milestones")
    responsible = models.ManyToManyField(
        "milestones.Actor",
        through="milestones.Responsibility",
        related_name="responsibilities",
        blank=True,
        verbose_name=_("responsible"),
        help_text=_("The actors who owe it."),
    )
    source = columns.optional_part(Source, _("source"), _("Where the text promises it."), "milestones")
    clause = columns.clause()
    lapses = columns.optional_day(_("mandate ends"), _("The last day of its authority or mandate."))
    weight = columns.number(
        _("weight"), _("What it weighs in its pillar's progress, against the others' weights."), default=1
    )
    verification = columns.required_grade(
        _("The grade that an assessment must have to confirm anything; empty for the plan's.")
    )
    certifier = columns.optional_part(
        Actor, _("certifier"), _("The actor who judges that it is complete."), "certifies"
    )
    certifier_none_designated = columns.flag(
        _("no certifier designated"), _("The text names nobody who judges that it is complete.")
    )
    indicators = models.ManyToManyField(
        "milestones.Indicator",
        through="milestones.ShownIndicator",
        related_name="milestones",
        blank=True,
        verbose_name=_("indicators"),
        help_text=_("The indicators shown on its page."),
    )


@called(_("responsible actor"), _("responsible actors"), "{milestone}: {actor}")
@in_database(models.UniqueConstraint(fields=["milestone", "actor"], name="responsibility_unique"))
class Responsibility(Ranked):
    """One row is one actor who owes one milestone."""

    milestone = columns.part(Milestone, _("milestone"), _("What is owed."), related_name=None, on_delete=models.CASCADE)
    actor = columns.part(Actor, _("actor"), _("Who owes it."), related_name=None)

    hangs_on = ("milestone", "actor")


@called(_("shown indicator"), _("shown indicators"), "{milestone}: {indicator}")
@in_database(models.UniqueConstraint(fields=["milestone", "indicator"], name="shown_indicator_unique"))
class ShownIndicator(Ranked):
    """One row is one indicator shown on one milestone's page."""

    milestone = columns.part(
        Milestone, _("milestone"), _("On whose page it is shown."), related_name=None, on_delete=models.CASCADE
    )
    indicator = columns.part(Indicator, _("indicator"), _("What is shown."), related_name=None)

    hangs_on = ("milestone", "indicator")

"""Projects: what is to be built, when, by whom, and what of it was delivered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, Area, Milestone, PlanPart, Published, called, columns, in_database, rule
from pillars.reconstruction.models.choices import CountKind, StepKind, Unit
from pillars.reconstruction.models.parts import PlanRecord, Sector


@called(_("project"), _("projects"))
@in_database(
    models.UniqueConstraint(
        fields=["plan", "iati_identifier"],
        condition=~Q(iati_identifier=""),
        name="project_iati_identifier_unique_in_plan",
        violation_error_message=_("This plan has a project with this IATI identifier already."),
    )
)
class Project(Published, PlanPart):
    """One row is one project of rebuilding."""

    name = columns.name(_("What it is called."))
    description = columns.long_text(_("description"), _("What is built, in a paragraph."))
    sector = columns.optional_part(Sector, _("sector"), _("The sector it belongs to; empty if not stated."), "projects")
    area = columns.optional_part(Area, _("area"), _("The place it is in; empty for the whole."), "projects")
    implementer = columns.optional_part(Actor, _("implementer"), _("Who carries it out."), "projects")
    milestone = columns.optional_part(
        Milestone,
        _("milestone"),
        _("The milestone it belongs to; what must come before that is its condition. Empty for none."),
        "projects",
    )
    iati_identifier = columns.line(
        _("IATI identifier"), _("The identifier of its activity; empty for one made from the slug.")
    )


@called(_("step of a project"), _("steps of projects"), "{project}: {kind} ({date})", prefix="projectstep")
@in_database(
    rule("projectstep_dates_are_planned", Q(kind="planned") | Q(planned_start__isnull=True, planned_end__isnull=True))
)
class ProjectStep(PlanRecord):
    """One row is one step of a project: its dates as planned, its start, a stop, its end."""

    project = columns.part(Project, _("project"), _("Whose step it is."), "steps")
    kind = columns.word(_("kind"), StepKind.choices, _("What happened."))
    planned_start = columns.optional_day(_("planned start"), _("With “planned”: the day it is to start."))
    planned_end = columns.optional_day(_("planned end"), _("With “planned”: the day it is to be complete."))

    hangs_on = ("plan", "project", "source")


@called(_("count of units"), _("counts of units"), "{project}: {quantity} {unit} ({date})", prefix="unitcount")
@in_database(rule("unitcount_is_not_negative", Q(quantity__gte=0)))
class UnitCount(PlanRecord):
    """One row is a number of units, planned for a project or delivered by it."""

    project = columns.part(Project, _("project"), _("Whose units they are."), "unit_counts")
    kind = columns.word(_("kind"), CountKind.choices, _("Planned or delivered."))
    unit = columns.word(_("unit"), Unit.choices, _("What is counted."), length=20)
    quantity = columns.number(_("quantity"), _("How many."))
    is_total = columns.flag(
        _("total"), _("The sum of all up to its date, which replaces what was counted before; a plan always is.")
    )

    hangs_on = ("plan", "project", "source")

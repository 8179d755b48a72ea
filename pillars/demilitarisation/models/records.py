"""What was counted, inspected, alleged and handed over: totals and tallies, inspections, incidents, pull-backs."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.lettering import isolated
from milestones.limits import SLUG_LENGTH
from milestones.models import Actor, Area, Phase, called, columns, in_database, rule
from milestones.models.fields import validate_slug
from pillars.demilitarisation.models.choices import (
    Basis,
    Finding,
    IncidentKind,
    InspectionKind,
    Outcome,
    PullbackStep,
    Scope,
    Step,
)
from pillars.demilitarisation.models.embargo import EmbargoedRecord
from pillars.demilitarisation.models.structure import ArmsCategory, CountingSeries, PullbackLine

COUNTS = ("handed_in", "accepted", "rejected", "disputed")


@called(_("total of arms"), _("totals of arms"), "{category}: {low} ({date})", prefix="demil_total")
@in_database(
    rule(
        "demil_total_is_a_range",
        Q(low__gte=0, high__gte=F("low")),
        _("A total is a range from low to high, not below 0."),
    )
)
class ArmsTotal(EmbargoedRecord):
    """One row is one statement of how many there are, or are to be handed in: a figure or a range."""

    category = columns.part(ArmsCategory, _("category"), _("What is counted."), "totals")
    basis = columns.word(
        _("basis"),
        Basis.choices,
        _("Agreed by the parties (it is then a target), declared by its owner, or estimated."),
    )
    claimant = columns.optional_part(
        Actor, _("claimant"), _("Who says so; empty where the agreement or the source itself does.")
    )
    phase = columns.optional_part(Phase, _("stage"), _("The stage it is for; empty for the whole."))
    area = columns.optional_part(
        Area, _("area"), _("The area it is for, the finest place there is; empty for the whole.")
    )
    low = columns.number(_("low"), _("The lowest figure of the range, or the figure."))
    high = columns.number(_("high"), _("The highest figure of the range, or the figure again."))


@called(_("tally"), _("tallies"), "{category}, {series} ({date})", prefix="demil_tally")
@in_database(
    rule(
        "demil_tally_of_stage_names_it",
        ~Q(scope=Scope.STAGE, phase__isnull=True),
        _("A tally that covers a stage names the stage."),
    ),
    rule(
        "demil_tally_counts_something",
        ~Q(**{f"{count}__isnull": True for count in COUNTS}),
        _("A tally gives at least one figure: handed in, accepted, rejected or disputed."),
    ),
    # A stage's counts in one way of counting, in order: measures and the picture.
    models.Index(fields=["plan", "series", "phase", "date"], name="demil_tally_by_series"),
)
class Tally(EmbargoedRecord):
    """One row is one count of what was collected or destroyed, in one way of counting; counts only, no persons."""

    category = columns.part(ArmsCategory, _("category"), _("What was counted."), "tallies")
    series = columns.part(CountingSeries, _("counting series"), _("Who counted, by which rule."), "tallies")
    step = columns.word(_("step"), Step.choices, _("Collected, or destroyed."), default=Step.COLLECTED)
    scope = columns.word(
        _("scope"), Scope.choices, _("What it covers: the event, the stage or everything up to the day.")
    )
    phase = columns.optional_part(Phase, _("stage"), _("The stage in which, or at whose end, it was counted."))
    area = columns.optional_part(
        Area, _("area"), _("The area it was counted in, the finest place there is; empty for the whole.")
    )
    handed_in = columns.optional_count(_("handed in"), _("How many were brought; empty where not published."))
    accepted = columns.optional_count(_("accepted"), _("How many this count accepts; empty where unknown."))
    rejected = columns.optional_count(_("rejected"), _("How many this count rejects; empty where unknown."))
    disputed = columns.optional_count(
        _("disputed"), _("How many of the accepted somebody disputes; empty where unknown.")
    )
    disputed_by = columns.optional_part(Actor, _("disputed by"), _("Who disputes them."))


@called(
    _("inspection or certification"),
    _("inspections and certifications"),
    "{kind}: {outcome} ({date})",
    prefix="demil_inspection",
)
class Inspection(EmbargoedRecord):
    """One row is the outcome of one inspection or certification."""

    kind = columns.word(
        _("kind"), InspectionKind.choices, _("A visit, or a statement that something is done."), length=20
    )
    outcome = columns.word(_("outcome"), Outcome.choices, _("What came of it."), length=20)
    inspector = columns.optional_part(
        Actor, _("inspector"), _("The body that inspected or certified, never a person; empty where none is named.")
    )
    mandate = columns.long_text(_("mandate"), _("What entitled it, such as a clause."))
    witness = columns.optional_part(
        Actor, _("witnessed by"), _("The body that watched, never a person; empty where none is named.")
    )
    figures_published = columns.flag(
        _("figures published"),
        _("Whether figures were published with it; a certification without any is one all the same."),
    )
    category = columns.optional_part(ArmsCategory, _("category"), _("What it was about; empty for everything."))
    phase = columns.optional_part(Phase, _("stage"), _("The stage it was about; empty for none in particular."))
    area = columns.optional_part(
        Area, _("area"), _("The area it was about, the finest place there is; empty for the whole.")
    )


@called(_("incident"), _("incidents"), "{case} ({date})", prefix="demil_incident")
@in_database(
    rule(
        "demil_incident_is_told_after_it",
        Q(date__gte=F("happened_on")),
        _("What is known of an incident is dated on its day or later."),
    )
)
class Incident(EmbargoedRecord):
    """One row says what was known on a day about one alleged violation; rows of one case follow each other."""

    case = models.CharField(
        _("case"),
        max_length=SLUG_LENGTH,
        validators=[validate_slug],
        help_text=_("The slug of the violation; the newest row of a case says how it stands."),
    )
    happened_on = models.DateField(_("happened on"), help_text=_("The day of the alleged violation."))
    kind = columns.word(_("kind"), IncidentKind.choices, _("What it is alleged to have been."), length=20)
    area = columns.optional_part(
        Area, _("area"), _("The area where it happened, the finest place there is; empty where it is not known.")
    )
    alleged_by = columns.optional_part(
        Actor, _("alleged by"), _("Who alleges it; empty where no actor of the plan does.")
    )
    alleged_against = columns.optional_part(
        Actor, _("alleged against"), _("Who is alleged to have done it; empty where nobody is named.")
    )
    denied_by = columns.optional_part(Actor, _("denied by"), _("Who denies it."))
    investigated_by = columns.optional_part(
        Actor, _("investigated by"), _("Who looked into it; empty where nobody did, as far as is known.")
    )
    finding = columns.word(
        _("finding"), Finding.choices, _("What those who looked into it found."), length=20, default=Finding.NONE
    )


FORCES = ("soldiers", "police", "personnel")


@called(_("claim about a line"), _("claims about lines"), "{line}: {low} % ({date})", prefix="demil_lineclaim")
@in_database(
    rule(
        "demil_lineclaim_is_a_share",
        Q(low__gte=0, high__gte=F("low"), high__lte=100),
        _("A share is a range from low to high, from 0 to 100 percent."),
    )
)
class LineClaim(EmbargoedRecord):
    """One row is one claim of how much of the territory lies behind a line."""

    line = columns.part(PullbackLine, _("line"), _("Which line."), "claims")
    claimant = columns.optional_part(Actor, _("claimant"), _("Who claims it; empty where the source itself does."))
    low = columns.number(_("low"), _("The lowest share of the territory that it holds, in percent."))
    high = columns.number(_("high"), _("The highest share, or the same again, in percent."))


@called(_("pull-back or handover"), _("pull-backs and handovers"), prefix="demil_pullback")
class Pullback(EmbargoedRecord):
    """One row is one report on forces that leave an area or a line, and on who takes over."""

    step = columns.word(_("step"), PullbackStep.choices, _("How far it is."))
    phase = columns.optional_part(Phase, _("stage"), _("The stage it belongs to; empty for none."))
    area = columns.optional_part(
        Area, _("area"), _("The area that is left, the finest place there is; empty for the whole.")
    )
    line = columns.optional_part(PullbackLine, _("line"), _("The line pulled back to; empty for none."))
    leaves = columns.optional_part(
        Actor, _("who leaves"), _("Whose forces leave; empty where the source does not say.")
    )
    takes_over = columns.optional_part(
        Actor, _("who takes over"), _("To whom it is handed over; empty where to nobody, or not known.")
    )
    soldiers = columns.optional_count(_("soldiers"), _("How many soldiers leave; empty where unknown."))
    police = columns.optional_count(_("police"), _("How many police leave; empty where unknown."))
    personnel = columns.optional_count(
        _("personnel"), _("How many leave in all, where the source does not divide them; empty where unknown.")
    )

    def __str__(self) -> str:
        where = isolated(self.area or self.phase or self.plan)
        return f"{where}: {self.get_step_display()} ({notation.day(self.date)})"

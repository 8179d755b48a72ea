"""Who looked, and what they found; what was alleged, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import SLUG_LENGTH
from milestones.models import Actor, Area, Phase, called, columns, constrained, rule
from milestones.models.fields import validate_slug
from pillars.demilitarisation.models.choices import Finding, IncidentKind, InspectionKind, Outcome
from pillars.demilitarisation.models.embargo import EmbargoedRecord
from pillars.demilitarisation.models.structure import ArmsCategory


@called(_("inspection or certification"), _("inspections and certifications"), "{kind}: {outcome} ({date})")
@constrained("demil_inspection")
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


@called(_("incident"), _("incidents"), "{case} ({date})")
@constrained(
    "demil_incident",
    rule(
        "demil_incident_is_told_after_it",
        Q(date__gte=F("happened_on")),
        _("What is known of an incident is dated on its day or later."),
    ),
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

"""Who looked, and what they found; what was alleged, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import SLUG_LENGTH
from milestones.models.fields import validate_slug
from pillars.demilitarisation.models.arms import PLACES
from pillars.demilitarisation.models.choices import Finding, IncidentKind, InspectionKind, Outcome
from pillars.demilitarisation.models.embargo import EmbargoedRecord, known_grade, known_word
from pillars.demilitarisation.models.structure import ArmsCategory


class Inspection(EmbargoedRecord):
    """One row is the outcome of one inspection or certification."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=InspectionKind.choices,
        help_text=_("A visit, or a statement that something is done."),
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, help_text=_("What came of it.")
    )
    inspector = models.ForeignKey(
        "milestones.Actor",
        **PLACES,
        verbose_name=_("inspector"),
        help_text=_("The body that inspected or certified, never a person; empty where none is named."),
    )
    mandate = models.TextField(
        _("mandate"), blank=True, default="", help_text=_("What entitled it, such as a clause.")
    )
    witness = models.ForeignKey(
        "milestones.Actor",
        **PLACES,
        verbose_name=_("witnessed by"),
        help_text=_("The body that watched, never a person; empty where none is named."),
    )
    figures_published = models.BooleanField(
        _("figures published"),
        default=False,
        help_text=_(
            "Whether figures were published with it; a certification without any is one all the same."
        ),
    )
    category = models.ForeignKey(
        ArmsCategory,
        **PLACES,
        verbose_name=_("category"),
        help_text=_("What it was about; empty for everything."),
    )
    phase = models.ForeignKey(
        "milestones.Phase",
        **PLACES,
        verbose_name=_("stage"),
        help_text=_("The stage it was about; empty for none in particular."),
    )
    area = models.ForeignKey(
        "milestones.Area",
        **PLACES,
        verbose_name=_("area"),
        help_text=_("The area it was about, the finest place there is; empty for the whole."),
    )

    class Meta(EmbargoedRecord.Meta):
        verbose_name = _("inspection or certification")
        verbose_name_plural = _("inspections and certifications")
        constraints = [
            known_grade("inspection"),
            known_word("inspection", "kind", InspectionKind),
            known_word("inspection", "outcome", Outcome),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()} ({self.date})"


class Incident(EmbargoedRecord):
    """One row says what was known on a day about one alleged violation; rows of one case follow each other."""

    case = models.CharField(
        _("case"),
        max_length=SLUG_LENGTH,
        validators=[validate_slug],
        help_text=_("The slug of the violation; the newest row of a case says how it stands."),
    )
    happened_on = models.DateField(_("happened on"), help_text=_("The day of the alleged violation."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=IncidentKind.choices,
        help_text=_("What it is alleged to have been."),
    )
    area = models.ForeignKey(
        "milestones.Area",
        **PLACES,
        verbose_name=_("area"),
        help_text=_("The area where it happened, the finest place there is; empty where it is not known."),
    )
    alleged_by = models.ForeignKey(
        "milestones.Actor",
        **PLACES,
        verbose_name=_("alleged by"),
        help_text=_("Who alleges it; empty where no actor of the plan does."),
    )
    alleged_against = models.ForeignKey(
        "milestones.Actor",
        **PLACES,
        verbose_name=_("alleged against"),
        help_text=_("Who is alleged to have done it; empty where nobody is named."),
    )
    denied_by = models.ForeignKey(
        "milestones.Actor", **PLACES, verbose_name=_("denied by"), help_text=_("Who denies it.")
    )
    investigated_by = models.ForeignKey(
        "milestones.Actor",
        **PLACES,
        verbose_name=_("investigated by"),
        help_text=_("Who looked into it; empty where nobody did, as far as is known."),
    )
    finding = models.CharField(
        _("finding"),
        max_length=20,
        choices=Finding.choices,
        default=Finding.NONE,
        help_text=_("What those who looked into it found."),
    )

    class Meta(EmbargoedRecord.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            known_grade("incident"),
            known_word("incident", "kind", IncidentKind),
            known_word("incident", "finding", Finding),
            models.CheckConstraint(
                condition=Q(date__gte=F("happened_on")),
                name="demil_incident_is_told_after_it",
                violation_error_message=_("What is known of an incident is dated on its day or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} ({self.date})"

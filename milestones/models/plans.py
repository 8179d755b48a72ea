"""A plan and its coordinates: readings, pillars, phases and areas, actors and sources."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models import columns
from milestones.models.choices import REQUIRED_GRADES, TIERS, ActorKind
from milestones.models.fields import validate_time_zone
from milestones.models.parts import PlanPart, Ranked, called, in_database
from milestones.models.publication import Published


@called(_("actor"), _("actors"))
class Actor(PlanPart):
    """One row is one party, state, mediator, institution, donor or monitor of a plan."""

    name = columns.name(_("What the actor is called."))
    kind = columns.optional_word(_("kind"), ActorKind.choices, _("What the actor is to the plan."), length=20)
    url = columns.web_address(_("The actor's own site: an http or https address."))


@called(_("plan"), _("plans"))
class Plan(Published):
    """One row is one peace plan or accord that is followed."""

    slug = columns.slug(_("Its name in addresses and plan files: a to z, 0 to 9 and hyphens."), unique=True)
    name = columns.name(_("What it is called."))
    summary = columns.long_text(_("summary"), _("What it is, in a paragraph."))
    verification = models.PositiveSmallIntegerField(
        _("required grade"),
        choices=REQUIRED_GRADES,
        default=Grade.CORROBORATED.value,
        help_text=_("The grade that a record must have to confirm anything, unless a part says otherwise."),
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=CODE_LENGTH,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Whose calendar “today” is, by its IANA name, such as Asia/Gaza."),
    )
    as_of = columns.optional_day(_("as of"), _("Up to which day its records were compiled."))
    ended = columns.optional_day(_("ended"), _("Of a finished plan, its last day; empty while it is followed."))
    licence = columns.code(_("licence"), _("The licence of its data, by its SPDX identifier, such as CC-BY-4.0."))
    revision = columns.large(
        _("revision"), _("Raised by every recompute; what caches are keyed by."), default=0, editable=False
    )

    class Meta:
        ordering = ("slug",)
        permissions = [
            ("view_restricted", _("Can see what is restricted")),
            ("view_draft", _("Can see drafts")),
            ("add_record", _("Can add records")),
            ("verify", _("Can verify records")),
            ("retract", _("Can retract records")),
            ("change_structure", _("Can change the structure")),
            ("publish", _("Can decide what is public")),
            ("give_roles", _("Can give roles, and invite")),
        ]

    def save(self, **kwargs: Any) -> None:
        """Save it, but for its revision: a row that was read before a recompute would set that back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            read = {column.name for column in self._meta.concrete_fields if column.attname in self.__dict__}
            kwargs["update_fields"] = read - {"id", "revision"}
        super().save(**kwargs)


@called(_("reading"), _("readings"))
class Reading(PlanPart):
    """One row is one way to read a plan's text; the first of a plan is the published text."""

    name = columns.name(_("What the reading is called."))
    actor = columns.optional_part(Actor, _("actor"), _("Whose reading it is."), "readings")


@called(_("pillar"), _("pillars"))
class Pillar(PlanPart):
    """One row is one track of a plan, such as governance, reconstruction or demilitarisation."""

    name = columns.name(_("What the pillar is called."))
    summary = columns.long_text(_("summary"), _("What it is about."))


@called(_("phase"), _("phases"))
class Phase(PlanPart):
    """One row is one stretch of a plan's own calendar."""

    name = columns.name(_("What the phase is called."))
    start = columns.optional_day(_("start"), _("Its first day."))
    end = columns.optional_day(_("end"), _("Its last day; empty while it is open."))


@called(_("area"), _("areas"))
class Area(PlanPart):
    """One row is one sector or district, the finest place the tracker knows."""

    name = columns.name(_("What the area is called."))
    p_code = columns.code(_("P-code"), _("Its OCHA place code, where it has one."))


@called(_("source"), _("sources"))
class Source(PlanPart, Published):
    """One row is one document that a statement rests on."""

    texts = ("title", "publisher")

    title = models.CharField(_("title"), max_length=NAME_LENGTH, help_text=_("Its title."))
    publisher = columns.line(_("publisher"), _("Who published it."))
    date = columns.optional_day(_("date"), _("The day of its publication."))
    url = columns.web_address(_("Where it can be read: an http or https address."))
    archived_url = columns.web_address(_("Where a copy of it is kept: an http or https address."), _("archived copy"))
    language = columns.code(_("language"), _("Its language, as a tag such as en or ar."))
    tier = columns.optional_word(_("tier"), TIERS, _("How it was read."), length=1)


@called(_("clause"), _("clauses"), "{source}, {number}")
@in_database(
    models.UniqueConstraint(
        fields=["source", "number"],
        name="clause_number_unique_in_source",
        violation_error_message=_("This source has a clause with this number already."),
    )
)
class Clause(Ranked):
    """One row is one place in a source, such as an article, in the project's own short words."""

    plan = columns.part(Plan, _("plan"), _("The plan it belongs to."), "clauses")
    source = columns.part(Source, _("source"), _("The document it stands in."), "clauses")
    number = models.CharField(
        _("number"),
        max_length=CODE_LENGTH,
        help_text=_("Its place in the source, as milestones and conditions name it, such as 16 or 3.2."),
    )
    text = models.TextField(_("text"), help_text=_("What it says, in our own short words."))

    hangs_on = ("plan", "source")

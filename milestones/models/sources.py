"""Sources: the documents that statements rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models import columns
from milestones.models.choices import Tier
from milestones.models.constraints import constrained
from milestones.models.naming import called
from milestones.models.parts import PlanPart, Ranked
from milestones.models.plans import Plan
from milestones.models.publication import Published


@called(_("source"), _("sources"))
@constrained("source")
class Source(PlanPart, Published):
    """One row is one document that a statement rests on."""

    texts = ("title", "publisher")

    title = models.CharField(_("title"), max_length=NAME_LENGTH, help_text=_("Its title."))
    publisher = columns.line(_("publisher"), _("Who published it."))
    date = columns.optional_day(_("date"), _("The day of its publication."))
    url = columns.web_address(_("Where it can be read: an http or https address."))
    archived_url = columns.web_address(_("Where a copy of it is kept: an http or https address."), _("archived copy"))
    language = columns.code(_("language"), _("Its language, as a tag such as en or ar."))
    tier = columns.optional_word(_("tier"), Tier.choices, _("How it was read."), length=1)

    def __str__(self) -> str:
        return self.title or self.slug


@called(_("clause"), _("clauses"), "{source}, {number}")
@constrained(
    "clause",
    models.UniqueConstraint(
        fields=["source", "number"],
        name="clause_number_unique_in_source",
        violation_error_message=_("This source has a clause with this number already."),
    ),
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

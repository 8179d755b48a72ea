"""Sources: the documents that statements rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH
from milestones.models import columns
from milestones.models.choices import Tier
from milestones.models.constraints import constrained
from milestones.models.parts import PlanPart
from milestones.models.publication import Published


@constrained("source")
class Source(Published, PlanPart):
    """One row is one document that a statement rests on."""

    title = models.CharField(_("title"), max_length=NAME_LENGTH, help_text=_("Its title."))
    publisher = columns.line(_("publisher"), _("Who published it."))
    date = columns.optional_day(_("date"), _("The day of its publication."))
    url = columns.web_address(_("Where it can be read: an http or https address."))
    language = columns.code(_("language"), _("Its language, as a tag such as en or ar."))
    tier = columns.optional_word(_("tier"), Tier.choices, _("How it was read."), length=1)

    class Meta(PlanPart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title or self.slug

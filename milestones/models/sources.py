"""Sources: the documents that statements rest on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import CODE_LENGTH, NAME_LENGTH, URL_LENGTH
from milestones.models.choices import Tier
from milestones.models.fields import validate_web_address
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published


class Source(Published, PlanPart):
    """One row is one document that a statement rests on."""

    title = models.CharField(_("title"), max_length=NAME_LENGTH, help_text=_("Its title."))
    publisher = models.CharField(
        _("publisher"), max_length=NAME_LENGTH, blank=True, default="", help_text=_("Who published it.")
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day of its publication."))
    url = models.CharField(
        _("address"),
        max_length=URL_LENGTH,
        blank=True,
        default="",
        validators=[validate_web_address],
        help_text=_("Where it can be read: an http or https address."),
    )
    language = models.CharField(
        _("language"),
        max_length=CODE_LENGTH,
        blank=True,
        default="",
        help_text=_("Its language, as a tag such as en or ar."),
    )
    tier = models.CharField(
        _("tier"), max_length=1, choices=Tier.choices, blank=True, default="", help_text=_("How it was read.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("source"),
            models.CheckConstraint(condition=Q(tier__in=["", *Tier.values]), name="source_tier_is_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

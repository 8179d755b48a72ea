"""What reconstruction is made of, such as sectors and donors, and what every record of it has."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import (
    Actor,
    Milestone,
    Plan,
    PlanPart,
    Published,
    RetractableRecord,
    called,
    columns,
    in_database,
    rule,
)
from milestones.models.columns import Text
from pillars.reconstruction.currencies import validate_currency
from pillars.reconstruction.models.choices import ChannelKind


def currency_code(label: Text, help_text: Text) -> models.CharField[str, str]:
    """A currency by its code in ISO 4217."""
    return models.CharField(label, max_length=3, validators=[validate_currency], help_text=help_text)


class PlanRecord(RetractableRecord):
    """A graded record of a plan."""

    plan = columns.part(Plan, _("plan"), _("The plan it belongs to."), "reconstruction_%(class)ss")
    verification = columns.grade(_("How well it is verified; a disputed record counts for nothing."))

    class Meta(RetractableRecord.Meta):
        abstract = True


@called(_("sector"), _("sectors"))
class Sector(PlanPart):
    """One row is one sector of rebuilding, such as housing or health."""

    name = columns.name(_("What the sector is called."))
    iati_code = columns.code(
        _("IATI sector code"),
        _("The five-digit DAC purpose code (IATI vocabulary 1) that it stands for; empty for none."),
    )


@called(_("territory"), _("territories"))
class Territory(PlanPart):
    """One row is one territory that an assessment's figures cover."""

    name = columns.name(_("What is covered."))


@called(_("appeal"), _("appeals"))
class Appeal(PlanPart, Published):
    """One row is one conference or appeal: money for one purpose that may be added up, and to no other's."""

    name = columns.name(_("What it is called."))
    summary = columns.long_text(_("summary"), _("What the money is for, and what is counted."))
    currency = currency_code(_("currency"), _("The ISO 4217 code of the currency in which its sums are told."))
    is_base_rate = columns.flag(
        _("base rate"), _("An earlier appeal, kept for comparison; it is no money of this plan.")
    )
    milestone = columns.optional_part(
        Milestone,
        _("milestone"),
        _("The milestone that its payment is; the money waits for what must come before it. Empty for none."),
        "appeals",
    )
    iati_identifier = columns.line(
        _("IATI identifier"), _("The identifier of the activity that reports it; empty for one made from the slug.")
    )


@called(_("donor"), _("donors"))
@in_database(rule("donor_no_part_of_itself", Q(part_of__isnull=True) | ~Q(part_of=models.F("id"))))
class Donor(PlanPart):
    """One row is one who gives money, or several whose sum alone is published."""

    name = columns.name(_("What it is called."))
    actor = columns.optional_part(
        Actor,
        _("actor"),
        _("Who it is among the plan's actors; empty for a group, or where it is none of them."),
        "donor_roles",
    )
    part_of = columns.optional_part(
        "self",
        _("part of"),
        _("The group whose sum includes it; where both are told, only the group's sum counts."),
        "parts",
    )
    iati_ref = columns.code(_("IATI organisation"), _("Its organisation identifier in IATI; empty where it has none."))


@called(_("channel"), _("channels"))
class Channel(PlanPart):
    """One row is one fund, account or agency that money goes through, or the direct way."""

    name = columns.name(_("What it is called."))
    kind = columns.word(_("kind"), ChannelKind.choices, _("What it is."))
    holder = columns.optional_part(Actor, _("holder"), _("Who keeps it, such as a fund's trustee."), "channels_held")
    iati_ref = columns.code(_("IATI organisation"), _("Its organisation identifier in IATI; empty where it has none."))

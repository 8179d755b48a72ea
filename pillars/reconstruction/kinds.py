"""The kinds of rows that reconstruction keeps, and what their entries may not say beside the models' constraints."""

from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.rules import Broken, Entries, Entry, RowRule, Words, list_rule, row_rule
from pillars.reconstruction import models
from pillars.reconstruction.models.choices import About, Horizon, StepKind


def below_zero(key: str) -> RowRule:
    """That a number is not below zero: a mistake is retracted, not subtracted."""

    @row_rule(key, _("%(value)s is below zero. Retract what was mistaken instead."))
    def below_zero(entry: Entry) -> Words:
        return {"value": entry[key]} if entry[key] is not None and entry[key] < 0 else {}

    return below_zero


@list_rule(
    "donors.part_of", _("The group “%(part_of)s” has to stand before its parts, and cannot be part of one of them.")
)
def group_after_its_parts(donors: Entries) -> Broken:
    seen = set()
    for index, donor in enumerate(donors):
        if donor["part_of"] is not None and donor["part_of"] not in seen:
            yield index, {}
        seen.add(donor["slug"])


@list_rule("findings.about", _("This difference has a finding already. Add to that one."))
def second_finding(findings: Entries) -> Broken:
    """Not a constraint: it would let rows with an empty key pass."""
    seen = set()
    for index, finding in enumerate(findings):
        named = tuple(finding[key] for key in ("about", "appeal", "donor", "channel", "project"))
        if finding["about"] != About.CONTESTED and named in seen:
            yield index, {}
        seen.add(named)


@row_rule("project", _("Name the project that was paid and what it delivered."))
def delivered_of_no_project(finding: Entry) -> bool:
    return finding["about"] == About.DELIVERED and finding["project"] is None


@row_rule("months", _("Give the months of the horizon “first”, and of no other horizon."))
def months_of_no_horizon(estimate: Entry) -> bool:
    months = estimate["months"]
    return not months if estimate["horizon"] == Horizon.FIRST else months is not None


@row_rule("kind", _("Give a planned start or a planned end with the step “planned”, and with no other."))
def dates_of_no_plan(step: Entry) -> bool:
    return bool(step["planned_start"] or step["planned_end"]) != bool(step["kind"] == StepKind.PLANNED)


@row_rule("planned_end", _("The planned end is before the planned start."))
def planned_end_before_start(step: Entry) -> bool:
    start, end = step["planned_start"], step["planned_end"]
    return None not in (start, end) and bool(end < start)


@row_rule("", _("Name the appeal or the project that the money is for."))
def money_for_nothing(transaction: Entry) -> bool:
    return transaction["appeal"] is None and transaction["project"] is None


@row_rule("rate", _("A rate is above zero."))
def rate_not_above_zero(rate: Entry) -> bool:
    return rate["rate"] is not None and rate["rate"] <= 0


@row_rule("into", _("Name another currency than the first."))
def rate_of_one_currency(rate: Entry) -> bool:
    return rate["into"] is not None and rate["currency"] == rate["into"]


@row_rule("source", _("Name the source: no sum is converted on nobody's word."))
def rate_without_source(rate: Entry) -> bool:
    return rate["source"] is None


@row_rule("", _("Say something in the note, or give the finding a state."))
def entry_says_nothing(entry: Entry) -> bool:
    return not entry["state"] and not entry["note"]


KINDS = (
    Kind(models.Sector, "sectors"),
    Kind(models.Territory, "territories"),
    Kind(models.Appeal, "appeals", renamed={"is_base_rate": "base_rate"}),
    Kind(models.Donor, "donors", rules=(group_after_its_parts,)),
    Kind(models.Channel, "channels"),
    Kind(models.NeedsAssessment, "needs_assessments", renamed={"published_on": "published"}),
    Kind(models.Project, "projects"),
    Kind(models.Finding, "findings", rules=(second_finding, delivered_of_no_project)),
    Kind(models.Estimate, "estimates", rules=(below_zero("amount"), months_of_no_horizon)),
    Kind(models.ProjectStep, "project_steps", rules=(dates_of_no_plan, planned_end_before_start)),
    Kind(
        models.UnitCount,
        "unit_counts",
        renamed={"is_total": "total"},
        rules=(below_zero("quantity"),),
        is_imported=True,
    ),
    Kind(
        models.ExchangeRate,
        "rates",
        rules=(rate_not_above_zero, rate_of_one_currency, rate_without_source),
        is_imported=True,
    ),
    Kind(
        models.Transaction,
        "transactions",
        renamed={"side": "told_by", "is_total": "total"},
        rules=(below_zero("amount"), money_for_nothing),
        is_imported=True,
    ),
    Kind(models.FindingEntry, "finding_entries", rules=(entry_says_nothing,)),
)

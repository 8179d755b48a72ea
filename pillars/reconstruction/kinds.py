"""The kinds of rows that reconstruction keeps."""

from milestones.kinds import Kind
from pillars.reconstruction import models, rules

KINDS = (
    Kind(models.Sector, "sectors"),
    Kind(models.Territory, "territories"),
    Kind(models.Appeal, "appeals", renamed={"is_base_rate": "base_rate"}),
    Kind(models.Donor, "donors", rules=(rules.group_after_its_parts,)),
    Kind(models.Channel, "channels"),
    Kind(models.NeedsAssessment, "needs_assessments", renamed={"published_on": "published"}),
    Kind(models.Project, "projects"),
    Kind(models.Finding, "findings", rules=(rules.second_finding, rules.delivered_of_no_project)),
    Kind(models.Estimate, "estimates", rules=(rules.below_zero("amount"), rules.months_of_no_horizon)),
    Kind(models.ProjectStep, "project_steps", rules=(rules.dates_of_no_plan, rules.planned_end_before_start)),
    Kind(
        models.UnitCount,
        "unit_counts",
        renamed={"is_total": "total"},
        rules=(rules.below_zero("quantity"),),
        is_imported=True,
    ),
    Kind(
        models.ExchangeRate,
        "rates",
        rules=(rules.rate_not_above_zero, rules.rate_of_one_currency, rules.rate_without_source),
        is_imported=True,
    ),
    Kind(
        models.Transaction,
        "transactions",
        renamed={"side": "told_by", "is_total": "total"},
        rules=(rules.below_zero("amount"), rules.money_for_nothing),
        is_imported=True,
    ),
    Kind(models.FindingEntry, "finding_entries", rules=(rules.entry_says_nothing,)),
)

"""The kinds of rows that reconstruction keeps."""

from milestones.kinds import Kind
from pillars.reconstruction import models

KINDS = (
    Kind(models.Sector, "sectors"),
    Kind(models.Territory, "territories"),
    Kind(models.Appeal, "appeals", renamed={"is_base_rate": "base_rate"}),
    Kind(models.Donor, "donors"),
    Kind(models.Channel, "channels"),
    Kind(models.NeedsAssessment, "needs_assessments", renamed={"published_on": "published"}),
    Kind(models.Project, "projects"),
    Kind(models.Finding, "findings"),
    Kind(models.Estimate, "estimates"),
    Kind(models.ProjectStep, "project_steps"),
    Kind(models.UnitCount, "unit_counts", renamed={"is_total": "total"}),
    Kind(models.ExchangeRate, "rates"),
    Kind(models.Transaction, "transactions", renamed={"side": "told_by", "is_total": "total"}),
    Kind(models.FindingEntry, "finding_entries"),
)

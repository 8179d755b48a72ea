"""Reconstruction in the API: each kind as its model says, and what its records come to."""

from milestones.api.filters import WordFilter, same
from milestones.api.kinds import Special, routes
from milestones.registry import ApiRoute
from pillars.reconstruction import models
from pillars.reconstruction.api_iati import IatiView
from pillars.reconstruction.api_standing import ComparisonView, MoneyView, ReconciliationView
from pillars.reconstruction.currencies import CURRENCIES
from pillars.reconstruction.kinds import KINDS

CODES = same(sorted(CURRENCIES))
BY_CURRENCY = {"currency": WordFilter("currency", CODES, "In this currency.")}

ROUTES = (
    *routes(
        "reconstruction",
        KINDS,
        {
            models.Appeal: Special(filters=BY_CURRENCY),
            models.Estimate: Special(filters=BY_CURRENCY),
            models.Transaction: Special(filters=BY_CURRENCY, renamed={"side": "told_by"}),
            models.ExchangeRate: Special(
                filters=BY_CURRENCY | {"into": WordFilter("into", CODES, "Into this currency.")}
            ),
        },
    ),
    ApiRoute("iati/<slug:plan>", IatiView),
    ApiRoute("money/<slug:plan>", MoneyView),
    ApiRoute("reconciliation/<slug:plan>", ReconciliationView),
    ApiRoute("comparisons/<slug:plan>", ComparisonView),
)
"""What the core mounts below the app's slug."""

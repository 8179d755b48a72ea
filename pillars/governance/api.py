"""Governance in the API: each kind as its model says; of a record on a seat the seat's body too."""

from milestones.api.kinds import Special, routes
from pillars.governance import models
from pillars.governance.kinds import KINDS

ROUTES = routes(
    "governance",
    KINDS,
    {
        models.ServedArea: Special(
            operation="governance_served-areas", searched=("area__name_en", "area__name_ar", "area__name_he")
        ),
        models.Appointment: Special(also={"body": "seat__body"}),
        models.Vacancy: Special(also={"body": "seat__body"}),
        models.FunctionHandover: Special(name="Handover"),
        models.ServiceDelivery: Special(name="Delivery"),
        models.BenchmarkFinding: Special(name="Finding"),
    },
)
"""What the core mounts below the app's slug."""

"""Governance in the admin: what is entered together stands together."""

from milestones.admin.kinds import Form, register
from pillars.governance import models
from pillars.governance.kinds import KINDS

SOURCE = ("source", "clause")

register(
    KINDS,
    {
        models.Body: Form("name", "slug", ("kind", "size"), "actor", "description", SOURCE),
        models.Portfolio: Form("body", "name", "slug"),
        models.Seat: Form("body", "name", "slug", "portfolio", "must_be_independent", carried=("must_be_independent",)),
        models.Function: Form("name", "slug", "kind", "receiver", "description", SOURCE, carried=("receiver",)),
        models.ServedArea: Form("area", "slug", "weight", "source"),
        models.Benchmark: Form(
            "name", "slug", "kind", "due", "milestone", "description", ("judge", "judge_none_designated"), SOURCE
        ),
        models.Appointment: Form("seat", ("date", "until"), "holder", ("vetting", "vetted_by")),
        models.Vacancy: Form("seat", "date"),
        models.FunctionHandover: Form("function", ("date", "area"), ("stage", "run_by")),
        models.ServiceDelivery: Form("function", ("date", "area"), "status", has_grid=True),
        models.BenchmarkFinding: Form("benchmark", ("date", "outcome"), "found_by", carried=("found_by",)),
    },
)

"""Demilitarisation in the admin: what is entered together stands together."""

from milestones.admin.kinds import Form, register
from pillars.demilitarisation import models
from pillars.demilitarisation.kinds import KINDS

register(
    KINDS,
    {
        models.ArmsCategory: Form("name", "slug", "kind", "unit", "definition"),
        models.CountingSeries: Form("name", "slug", "actor", "decides", "definition"),
        models.PullbackLine: Form("name", "slug", "definition"),
        models.ArmsTotal: Form(
            "category", ("date", "basis", "claimant"), ("low", "high"), ("phase", "area"), carried=("basis",)
        ),
        models.Tally: Form(
            ("category", "series"),
            ("date", "step", "scope"),
            ("phase", "area"),
            ("handed_in", "accepted", "rejected"),
            ("disputed", "disputed_by"),
            carried=("step", "scope", "phase"),
            unlisted=("scope", "phase", "area", "rejected", "disputed", "disputed_by"),
            has_grid=True,
        ),
        models.Inspection: Form(
            ("date", "kind", "outcome"),
            ("inspector", "witness"),
            "mandate",
            "figures_published",
            ("category", "phase", "area"),
            carried=("kind", "inspector"),
        ),
        models.Incident: Form(
            "case",
            ("happened_on", "kind", "area"),
            ("alleged_by", "alleged_against", "denied_by"),
            ("date", "investigated_by", "finding"),
            carried=("kind",),
            unlisted=("happened_on", "alleged_by", "denied_by", "investigated_by"),
        ),
        models.LineClaim: Form("line", ("date", "claimant"), ("low", "high")),
        models.Pullback: Form(
            ("date", "step"),
            ("phase", "area", "line"),
            ("leaves", "takes_over"),
            models.FORCES,
            carried=("phase", "leaves"),
            unlisted=("phase", *models.FORCES),
        ),
    },
)

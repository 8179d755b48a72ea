from django.utils.translation import gettext_lazy as _

from milestones import pillar_app


class GovernanceConfig(pillar_app.PillarConfig):
    """Governance: bodies, seats, services and reform."""

    name = "pillars.governance"
    verbose_name = _("Governance")
    hue = 1
    styles = "governance/style.css"

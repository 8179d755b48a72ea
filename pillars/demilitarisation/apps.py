from django.utils.translation import gettext_lazy as _

from milestones import pillar_app


class DemilitarisationConfig(pillar_app.PillarConfig):
    """Demilitarisation: arms, inspections, incidents and handovers."""

    name = "pillars.demilitarisation"
    verbose_name = _("Demilitarisation")
    hue = 3

from django.utils.translation import gettext_lazy as _

from milestones import pillar_app


class ReconstructionConfig(pillar_app.PillarConfig):
    """Reconstruction: needs, projects and the money trail."""

    name = "pillars.reconstruction"
    verbose_name = _("Reconstruction")
    hue = 2
    styles = "reconstruction/style.css"

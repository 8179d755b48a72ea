from milestones import pillar_app


class ToyConfig(pillar_app.PillarConfig):
    """Society: gatherings that were held."""

    name = "tests.pillars.toy"
    label = "society"

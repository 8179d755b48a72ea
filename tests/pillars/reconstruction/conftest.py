"""One row of every kind in the plan `accord`."""

from types import SimpleNamespace

import pytest

from milestones.models import Plan
from tests import factories as make
from tests.pillars.reconstruction import cast


@pytest.fixture
def plan(db: None) -> Plan:
    return make.make_plan()


@pytest.fixture
def everything(plan: Plan) -> SimpleNamespace:
    return rows_of_every_kind(plan)


def rows_of_every_kind(plan: Plan) -> SimpleNamespace:
    area, actor, source = (make.north_of(plan), make.make_actor(plan, "agency"), make.make_source(plan))
    sector, appeal = cast.make_sector(plan), cast.make_appeal(plan)
    territory = cast.models.Territory.objects.create(plan=plan, slug="all", name="All")
    group = cast.make_donor(plan, "all-donors")
    donor, channel = cast.make_donor(plan, part_of=group), cast.make_channel(plan, holder=actor)
    project = cast.make_project(plan, sector=sector, area=area, implementer=actor)
    assessment = cast.make_assessment(plan, covers_from="2023-10", covers_until="2025-10")
    finding = cast.make_finding(plan, appeal=appeal, channel=channel, owner=actor)
    place = {"appeal": appeal, "donor": donor, "channel": channel}
    return SimpleNamespace(
        plan=plan,
        source=source,
        appeal=appeal,
        donor=donor,
        channel=channel,
        project=project,
        finding=finding,
        estimate=cast.make_estimate(assessment, 1_000_000, sector=sector, territory=territory, source=source),
        pledge=cast.make_transaction(plan, "pledge", 5_000_000, **place, source=source),
        received=cast.make_transaction(plan, "received", 2_000_000, **place, side="channel", source=source),
        rate=cast.make_rate(plan, "EUR", "USD", "1.1", source=source),
        step=cast.make_step(project, "planned", planned_start=cast.on(1), planned_end=cast.on(20)),
        planned=cast.make_count(project, "planned", 100),
        delivered=cast.make_count(project, "delivered", 20),
        entry=cast.make_entry(finding, source=source),
    )

"""One record of every kind in the plan `accord`, with a stage, an area and actors."""

from types import SimpleNamespace

import pytest

from milestones.models import Plan
from tests import factories as make
from tests.pillars.demilitarisation import cast as demil


@pytest.fixture
def plan(db: None) -> Plan:
    return make.make_plan(timezone="Asia/Gaza")


@pytest.fixture
def everything(plan: Plan) -> SimpleNamespace:
    return rows_of_every_kind(plan)


def rows_of_every_kind(plan: Plan) -> SimpleNamespace:
    stage, area = make.make_phase(plan, "stage-1"), make.north_of(plan)
    monitor, party = make.make_actor(plan, "monitor"), make.make_actor(plan, "party")
    army = demil.make_counting(plan, "army")
    return SimpleNamespace(
        plan=plan,
        stage=stage,
        area=area,
        monitor=monitor,
        total=demil.make_total(plan, 210, phase=stage),
        tally=demil.make_tally(plan, 166, scope="stage", phase=stage, handed_in=222, disputed=44, disputed_by=party),
        disputed=demil.make_tally(plan, 122, series=army, phase=stage),
        inspection=demil.make_inspection(plan, kind="certification", inspector=monitor, area=area),
        incident=demil.make_incident(plan, alleged_by=party, area=area),
        line_claim=demil.make_line_claim(plan, 53),
        pullback=demil.make_pullback(plan, phase=stage, area=area, leaves=party, soldiers=6500),
    )

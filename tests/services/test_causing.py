"""A status change says what kind of change it was, and names what the milestone rests on."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from milestones.contingency import METHOD, evaluate
from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.loading.stored import ALL
from milestones.models import Milestone, Plan, Publication, StatusChange
from milestones.planfile import to_plan
from milestones.services import revisions
from milestones.services.causing import Making
from milestones.services.differences import Difference, RowName, Version
from milestones.services.marks import raise_mark
from milestones.services.publication import set_publication
from milestones.services.recompute import mark_new_days, recompute
from milestones.state import state_now
from pillars.governance.models import Body
from tests.factories import (
    DAY,
    INSTANT,
    make_assessment,
    make_condition,
    make_gate,
    make_indicator,
    make_milestone,
    make_observation,
    make_plan,
    make_waiver,
)
from tests.pillars.demilitarisation.cast import make_category, make_incident, make_tally
from tests.planfile.plans import small_plan

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    """A handover, a truce that waits for it, a return that waits for the truce and for a count, and one beside."""
    plan = make_plan("accord", timezone="UTC")
    handover = make_milestone(plan, "handover")
    truce = make_milestone(plan, "truce", rank=1)
    make_condition(make_gate(truce), milestone=handover)
    back = make_milestone(plan, "return", rank=2)
    gate = make_gate(back)
    make_condition(gate, milestone=truce, reaches=Level.MINIMUM)
    make_condition(gate, indicator=make_indicator(plan, "homes"), at_least=5, rank=1)
    make_milestone(plan, "beside", rank=3)
    recompute(plan.pk, now=NOW)
    return plan


def changes_of(plan: Plan, *, now: dt.datetime = NOW) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """By milestone the kind and causes of the changes of one recompute."""
    done = recompute(plan.pk, now=now)
    assert done is not None
    rows = StatusChange.objects.filter(plan=plan, revision=done.revision).select_related("milestone")
    assert {row.method for row in rows} <= {METHOD}
    return {row.milestone.slug: (row.kind, row.cause["causes"]) for row in rows}


def named(slug: str) -> Milestone:
    return Milestone.objects.get(slug=slug)


def test_a_first_load_says_that_the_plan_was_loaded(plan: Plan) -> None:
    told = {(row.kind, row.cause["causes"][0]["kind"], row.cause["count"]) for row in plan.status_changes.all()}
    assert told == {("loaded", "loaded", 1)}


def test_facts_are_named_to_those_that_rest_on_them_and_to_no_other(plan: Plan) -> None:
    record = make_assessment(named("handover"), Level.COMPLETE)
    make_assessment(named("beside"), Level.COMPLETE)
    Body.objects.create(plan=plan, slug="council", name="Council", kind="committee", publication=Publication.PUBLISHED)
    own = {"kind": "added", "model": "milestones.assessment", "pk": record.pk, "milestone": "handover"}
    told = changes_of(plan)
    assert told["handover"] == told["truce"] == ("facts", [own])
    assert [cause["milestone"] for cause in told["beside"][1]] == ["beside"]


def test_facts_reach_through_what_they_move(plan: Plan) -> None:
    make_assessment(named("truce"), Level.MINIMUM)
    make_observation(named("return").gates.get().conditions.get(rank=1).indicator, 7)
    kind, causes = changes_of(plan)["return"]
    about = {cause.get("milestone") or cause.get("indicator") for cause in causes}
    assert (kind, about) == ("facts", {"truce", "homes"})


def test_an_edit_of_the_text_is_no_fact(plan: Plan) -> None:
    condition = named("truce").gates.get().conditions.get()
    condition.milestone, condition.reaches, condition.date = None, None, DAY
    condition.save()
    told = changes_of(plan)["truce"]
    assert told[0] == "text"
    assert [cause["model"] for cause in told[1]] == ["milestones.condition"]


def test_a_waiver_is_a_fact_of_its_gate_s_milestone(plan: Plan) -> None:
    waiver = make_waiver(named("truce").gates.get())
    kind, causes = changes_of(plan)["truce"]
    assert kind == "facts"
    assert causes == [{"kind": "added", "model": "milestones.waiver", "pk": waiver.pk, "milestone": "truce"}]


def test_publication_is_told_apart_and_a_hidden_row_is_not_named(plan: Plan) -> None:
    record = make_assessment(named("handover"), Level.COMPLETE, publication=Publication.DRAFT)
    assert changes_of(plan) == {}
    set_publication([record], Publication.PUBLISHED, user=ALL, at=INSTANT)
    kind, causes = changes_of(plan)["handover"]
    assert (kind, [cause["pk"] for cause in causes]) == ("publication", [record.pk])
    set_publication([record], Publication.RESTRICTED, user=ALL, at=INSTANT)
    assert changes_of(plan)["handover"] == ("publication", [])


def test_of_what_a_measure_counts_only_that_is_named_which_it_counts(plan: Plan) -> None:
    """Beside it come a tally of another kind, an incident, and a body: records of the same app and of another."""
    gate = make_gate(plan.milestones.get(slug="beside"))
    counted = make_indicator(plan, "rifles", measure="demilitarisation.accepted.all.monitors.rifles")
    make_condition(gate, indicator=counted, at_least=50)
    rifles, mines = make_category(plan, "rifles", kind="arms"), make_category(plan, "mines", kind="arms")
    recompute(plan.pk, now=NOW)
    tally = make_tally(plan, 70, category=rifles, verification=Grade.VERIFIED)
    make_tally(plan, 70, category=mines, verification=Grade.VERIFIED)
    make_incident(plan)
    kind, causes = changes_of(plan)["beside"]
    assert kind == "facts"
    assert [(cause["model"], cause["pk"]) for cause in causes if "tally" in cause["model"]] == [
        ("demilitarisation.tally", tally.pk)
    ]
    assert not [cause for cause in causes if "incident" in cause["model"]]


def test_a_new_day_says_so(plan: Plan) -> None:
    make_condition(make_gate(named("beside")), date=dt.date(2026, 3, 11))
    assert changes_of(plan)["beside"][0] == "text"
    later = NOW + dt.timedelta(days=1)
    mark_new_days(now=later)
    assert changes_of(plan, now=later)["beside"] == ("day", [{"kind": "day", "on": "2026-03-11"}])


def test_a_new_method_says_so(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    named("beside").current.delete()
    monkeypatch.setattr(revisions, "METHOD", METHOD + 1)
    raise_mark(plan, cause={"kind": "manual"})
    done = recompute(plan.pk, now=NOW)
    assert done is not None
    change = StatusChange.objects.get(revision=done.revision)
    assert (change.kind, change.method, change.cause["causes"]) == ("method", METHOD + 1, [{"kind": "method"}])


def test_a_long_chain_is_traced_to_its_nearest_and_breaks_nothing(plan: Plan) -> None:
    """More milestones than Python nests calls, each waiting for the one before it, all of them moved."""
    slugs = [f"step-{place}" for place in range(3000)]
    document = small_plan(
        milestones=[
            {"slug": slug, "name": slug, "pillar": "governance"}
            | (
                {"gates": [{"before": "start", "conditions": [{"milestone": before, "reaches": "complete"}]}]}
                if before
                else {}
            )
            for before, slug in zip(["", *slugs], slugs, strict=False)
        ]
    )
    evaluation = evaluate(to_plan(parse(document).document), on=DAY)
    rows = {slug: evaluation.milestones[slug].facts.milestone.ref for slug in ("step-0", "step-2950")}
    after = {RowName("milestones.milestone", ref): Version(0, 0, "published", "{}") for ref in rows.values()}
    revision = SimpleNamespace(method=METHOD)
    taken = SimpleNamespace(before=revision, revision=revision, difference=Difference({}, after, {}, is_whole=False))
    making = Making(plan, taken, state_now(plan), evaluation, frozenset(slugs), DAY)  # type: ignore[arg-type]
    assert [cause["pk"] for cause in making.of("step-2999").causes] == [rows["step-2950"]]
    assert [cause["pk"] for cause in making.of("step-1").causes] == [rows["step-0"]]

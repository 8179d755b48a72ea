"""One set of rules, three doors: what one refuses, the others refuse by the same code, and nothing is written."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from django.urls import reverse
from django.utils import timezone

from milestones.kinds import Kind, ValueType
from milestones.kinds.core import KINDS as CORE
from milestones.kinds.format import parse
from milestones.models import Plan, Waiver, WaiverEnding, WithdrawalEnding
from milestones.planfile import PlanFileError
from milestones.registry import registry
from milestones.services.entering import enter
from milestones.services.loading import load_document
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import in_role, logged_in
from tests.services.small_files import HANDOVER, PULL_BACK, accord
from tests.services.undone import row_counts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

Entry = dict[str, Any]
FUTURE = "2999-01-01T00:00:00Z"
SECTIONS: dict[str, dict[str, list[Entry]]] = {
    "demilitarisation": {
        "categories": [{"slug": "rifles", "name": "Rifles"}],
        "series": [{"slug": "monitors", "name": "Monitors", "decides": True}],
        "lines": [{"slug": "yellow", "name": "Yellow line"}],
    },
    "governance": {
        "bodies": [
            {"slug": "council", "name": "Council", "kind": "board", "size": 1},
            {"slug": "police", "name": "Police", "kind": "police"},
            {"slug": "assembly", "name": "Assembly", "kind": "board"},
        ],
        "portfolios": [{"slug": "order", "body": "police", "name": "Order"}],
        "seats": [{"slug": "chair", "body": "council", "name": "Chair"}],
        "functions": [{"slug": "customs", "name": "Customs", "kind": "civil-function"}],
        "benchmarks": [{"slug": "open", "name": "Open books", "kind": "reform", "judge_none_designated": True}],
        "served_areas": [{"slug": "north-served", "area": "north", "weight": 2}],
    },
    "reconstruction": {
        "appeals": [{"slug": "cairo", "name": "Cairo", "currency": "USD"}],
        "donors": [{"slug": "coast", "name": "Coast"}],
        "needs_assessments": [{"slug": "rdna", "name": "Assessment", "published": "2026-02-01"}],
        "projects": [{"slug": "homes", "name": "Homes", "iati_identifier": "XM-1"}],
        "findings": [{"slug": "gap", "name": "Gap", "about": "received", "appeal": "cairo"}],
    },
}


def base() -> Entry:
    """A plan file with what entries name, and a hidden milestone."""
    raw = accord() | {"areas": [{"slug": "north", "name": "North"}]} | deepcopy(SECTIONS)
    raw["pillars"].append({"slug": "reconstruction", "name": "Rebuilding"})
    raw["milestones"].append({"slug": "talks", "name": "Talks", "pillar": "governance", "publication": "draft"})
    return raw


class Case(NamedTuple):
    """An entry that one of the rules refuses: in which list (with its owner's), what it says, and the code."""

    place: str
    entry: Entry
    code: str
    owner: tuple[str, str] = ("", "")


DAY = "2026-03-01"
OF_WEAPONS, OF_HANDOVER = ("indicator", "weapons"), ("milestone", "handover")
TALLY = {"date": DAY, "category": "rifles", "series": "monitors", "scope": "event", "accepted": 5}
APPOINTED = {"date": DAY, "seat": "chair"}
PLEDGE = {"date": DAY, "stage": "pledge", "amount": 5, "currency": "USD", "appeal": "cairo"}
ESTIMATE = {"date": DAY, "assessment": "rdna", "measured": "needs", "amount": 5, "currency": "USD"}
STEP = {"date": DAY, "project": "homes", "kind": "planned"}
RATE = {"date": DAY, "currency": "EUR", "into": "USD", "rate": "1.1", "source": "report"}
INCIDENT = {"date": DAY, "case": "a", "happened_on": DAY, "kind": "force"}


def gate(*conditions: Entry, **more: Any) -> Entry:
    return {"before": "completion", "conditions": list(conditions)} | more


CASES = [
    Case("phases", {"slug": "p", "name": "P", "start": DAY, "end": "2026-02-01"}, "end_before_start"),
    Case("actors", {"slug": "bell", "name": "A bell \x07"}, "unprintable"),
    Case("actors", {"slug": "none-designated", "name": "Nobody"}, "reserved_slug"),
    Case("indicators.observations", {"date": DAY, "value": 1, "series": "un"}, "unknown_series", OF_WEAPONS),
    Case("indicators.observations", {"date": DAY, "value": 1, "recorded": FUTURE}, "recorded_in_future", OF_WEAPONS),
    Case("milestones.withdrawn.ended", {"date": "2026-05-31"}, "ended_before_it_began", ("withdrawal", "")),
    Case("milestones.gates.waived.ended", {"date": "2026-03-31"}, "ended_before_it_began", ("waiver", "")),
    Case("milestones.gates", gate(), "empty_group", OF_HANDOVER),
    Case("milestones.gates", gate({"date": DAY}, require=3), "require_range", OF_HANDOVER),
    Case("milestones.gates", gate({"milestone": "handover", "reaches": "complete"}), "self_wait", OF_HANDOVER),
    Case("milestones.gates", gate({"pillar": "reconstruction", "progress": 50}), "empty_pillar", OF_HANDOVER),
    Case("milestones.gates", gate({"pillar": "governance", "progress": 101}), "progress_range", OF_HANDOVER),
    Case("milestones", {"slug": "m", "name": "M", "pillar": "governance", "weight": 0}, "weight"),
    Case(
        "milestones",
        {"slug": "m", "name": "M", "pillar": "governance", "planned_start": DAY, "due": "2026-02-01"},
        "due_before_start",
    ),
    Case("demilitarisation.tallies", TALLY | {"handed_in": 4}, "sorted_out_beyond_handed_in"),
    Case("demilitarisation.tallies", TALLY | {"disputed": 6}, "disputed_beyond_accepted"),
    Case("demilitarisation.tallies", TALLY | {"disputed_by": "force"}, "disputed_without_number"),
    Case("demilitarisation.tallies", TALLY | {"scope": "stage"}, "demil_tally_of_stage_names_it"),
    Case("demilitarisation.tallies", TALLY | {"accepted": None}, "demil_tally_counts_something"),
    Case("demilitarisation.series", {"slug": "army", "name": "A", "decides": True}, "demil_one_series_decides"),
    Case(
        "demilitarisation.totals",
        {"date": DAY, "category": "rifles", "basis": "agreed", "low": 5, "high": 4},
        "demil_total_is_a_range",
    ),
    Case(
        "demilitarisation.line_claims",
        {"date": DAY, "line": "yellow", "low": 60, "high": 101},
        "demil_lineclaim_is_a_share",
    ),
    Case("demilitarisation.incidents", INCIDENT | {"happened_on": "2026-03-02"}, "demil_incident_is_told_after_it"),
    Case("demilitarisation.incidents", INCIDENT | {"finding": "upheld"}, "found_by_nobody"),
    Case("governance.seats", {"slug": "second", "body": "council", "name": "Second"}, "seats_beyond_size"),
    Case(
        "governance.seats",
        {"slug": "clerk", "body": "assembly", "name": "Clerk", "portfolio": "order"},
        "portfolio_of_another_body",
    ),
    Case("governance.bodies", {"slug": "none", "name": "None", "kind": "board", "size": 0}, "body_size_is_positive"),
    Case("governance.appointments", APPOINTED | {"until": "2026-02-01"}, "appointment_until_not_before_date"),
    Case("governance.appointments", APPOINTED | {"vetted_by": "force"}, "vetted_without_result"),
    Case("governance.deliveries", {"date": DAY, "function": "customs", "status": "partly"}, "delivered_by_no_service"),
    Case(
        "governance.findings",
        {"date": DAY, "benchmark": "open", "outcome": "met", "verification": "verified"},
        "verified_by_nobody",
    ),
    Case(
        "governance.benchmarks",
        {"slug": "b", "name": "B", "kind": "reform", "judge": "board", "judge_none_designated": True},
        "benchmark_judge_or_none",
    ),
    Case("governance.served_areas", {"slug": "again", "area": "north", "weight": 1}, "served_area_is_named_once"),
    Case("reconstruction.transactions", PLEDGE | {"amount": -5}, "below_zero"),
    Case("reconstruction.transactions", PLEDGE | {"appeal": None}, "money_for_nothing"),
    Case("reconstruction.estimates", ESTIMATE | {"months": 18}, "months_of_no_horizon"),
    Case("reconstruction.estimates", ESTIMATE | {"months": 0}, "months_of_no_horizon"),
    Case("reconstruction.estimates", ESTIMATE | {"months": 0, "horizon": "first"}, "months_of_no_horizon"),
    Case("reconstruction.project_steps", STEP, "dates_of_no_plan"),
    Case(
        "reconstruction.project_steps",
        STEP | {"planned_start": DAY, "planned_end": "2026-02-01"},
        "planned_end_before_start",
    ),
    Case("reconstruction.rates", RATE | {"rate": 0}, "rate_not_above_zero"),
    Case("reconstruction.rates", RATE | {"into": "EUR"}, "rate_of_one_currency"),
    Case("reconstruction.rates", RATE | {"source": None}, "rate_without_source"),
    Case(
        "reconstruction.findings",
        {"slug": "twice", "name": "T", "about": "received", "appeal": "cairo"},
        "second_finding",
    ),
    Case("reconstruction.findings", {"slug": "d", "name": "D", "about": "delivered"}, "delivered_of_no_project"),
    Case("reconstruction.finding_entries", {"date": DAY, "finding": "gap"}, "entry_says_nothing"),
    Case(
        "reconstruction.projects",
        {"slug": "other", "name": "Other", "iati_identifier": "XM-1"},
        "project_iati_identifier_unique_in_plan",
    ),
]
BY_HAND = [
    Case("milestones.withdrawn", {"date": DAY}, "withdrawn_already", ("milestone", "pull-back")),
    Case("milestones.gates.waived", {"date": DAY}, "waived_already", ("gate", "")),
    Case("milestones.gates", gate({"milestone": "talks", "reaches": "complete"}), "hidden_condition", OF_HANDOVER),
]
"""What a file may tell of, and nobody may bring about."""


def by_name(cases: list[Case]) -> Any:
    """A test's parameters."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.place}-{case.code}") for case in cases])


@pytest.fixture
def plan() -> Plan:
    load_document(parse(base()).document)
    return Plan.objects.get()


def kind_of(place: str) -> Kind:
    """The kind whose list a place is."""
    first, last = place.split(".")[0], place.split(".")[-1]
    app = registry.app(first)
    kinds = [kind for kind in (app.kinds if app else CORE) if kind.key == last]
    if last == "ended":
        return next(kind for kind in kinds if (kind.owner == "waiver") == ("gates" in place))
    return kinds[0]


def given(case: Case) -> Entry:
    """The entry as it comes in, with its owner: the first there is where no slug names it."""
    name, slug = case.owner
    model = {"withdrawal": WithdrawalEnding, "waiver": WaiverEnding, "gate": Waiver}.get(name)
    first = model and model._meta.get_field(name).related_model._default_manager.order_by("pk").first().pk
    return {key: value for key, value in case.entry.items() if value is not None} | (
        {name: first or slug} if name else {}
    )


def with_entry(case: Case) -> Entry:
    """The plan file with the case's entry in its place."""
    raw = base()
    holder, entry = raw, {key: value for key, value in case.entry.items() if value is not None}
    *path, last = case.place.split(".")
    for key in path:
        index = {"milestones": PULL_BACK if path == ["milestones", "withdrawn"] else HANDOVER}.get(key, 0)
        index = PULL_BACK if case.owner[1] == "pull-back" and key == "milestones" else index
        holder = holder[key][index] if isinstance(holder[key], list) else holder[key]
    if isinstance(holder.get(last), dict):
        holder[last] = [holder[last], entry]
    elif last == "ended":
        holder[last] = entry
    else:
        holder[last] = [*holder.get(last, []), entry]
    return raw


@by_name(CASES)
def test_the_plan_file_refuses_it(case: Case) -> None:
    with pytest.raises(PlanFileError) as refused:
        load_document(parse(with_entry(case)).document)
    assert {fault.code for fault in refused.value.faults} == {case.code}
    assert not Plan.objects.exists()


@by_name(BY_HAND)
def test_the_plan_file_may_tell_of_it(case: Case) -> None:
    report = load_document(parse(with_entry(case)).document)
    is_hidden = case.code == "hidden_condition"
    assert any("“Talks”, which is draft" in note for note in report.notes) == is_hidden
    assert load_document(parse(with_entry(case)).document).has_writes is False


@by_name(CASES + BY_HAND)
def test_the_service_refuses_it(case: Case, plan: Plan) -> None:
    before = row_counts()
    outcome = enter(kind_of(case.place), [given(case)], plan=plan, user=in_role("analyst"), at=timezone.now())
    assert {fault.code for fault in outcome.faults} == {case.code}
    assert row_counts() == before


@by_name(CASES + BY_HAND)
def test_the_form_refuses_it(case: Case, plan: Plan) -> None:
    kind, client = kind_of(case.place), logged_in(in_role("analyst"))
    page = reverse(f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_add")
    typed = served(client.get(page)) | as_typed(kind, given(case), plan)
    for prefix, inner in (("conditions", "conditions"),):
        if inner in case.entry:
            [conditions] = [each for each in CORE if each.key == inner]
            lines = (as_typed(conditions, {"for_days": 0} | line, plan) for line in case.entry[inner])
            typed = with_lines(typed, prefix, *lines)
    before = row_counts()
    answer = client.post(page, typed)
    assert answer.status_code == 200
    forms = [
        answer.context["adminform"].form,
        *(each for lines in answer.context["inline_admin_formsets"] for each in lines.formset.forms),
    ]
    codes = {error.code for form in forms for errors in form.errors.as_data().values() for error in errors}
    assert codes == {case.code}
    assert row_counts() == before


def as_typed(kind: Kind, entry: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """The entry as a browser sends it from the kind's form."""
    sent: dict[str, Any] = {"plan": plan.pk} if kind.in_plan == "plan" else {}
    if kind.is_published:
        sent["publication"] = "published"
    for field in kind.fields:
        value = entry.get(
            field.key, {"planned_start_on": entry.get("planned_start"), "due_on": entry.get("due")}.get(field.name)
        )
        if value is None:
            continue
        if field.value_type is ValueType.REFERENCE:
            rows: Any = field.references._default_manager
            found = rows.filter(slug=value).first()
            sent[field.name] = found.pk if found else ""
        elif field.value_type is ValueType.SCALE:
            sent[field.name] = next(step.value for step in field.scale if step.slug == value)
        elif field.value_type is ValueType.INSTANT:
            day, _, hour = str(value).partition("T")
            sent |= {f"{field.name}_0": day, f"{field.name}_1": hour.rstrip("Z")}
        else:
            sent[f"{field.name}_en" if field.is_translated else field.name] = "on" if value is True else value
    if kind.owner and kind.owner in entry:
        owner: Any = kind.owner_model._default_manager
        named = entry[kind.owner]
        sent[kind.owner] = named if isinstance(named, int) else owner.get(slug=named).pk
    return sent

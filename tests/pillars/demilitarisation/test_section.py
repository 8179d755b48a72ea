"""The section of a plan file: read with all its faults, loaded, exported, loaded again."""

from pathlib import Path
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.planfile import PlanFileError, as_mapping, normalised
from milestones.services.loading import load_document
from milestones.state.exporting import export_document
from tests.planfile.plans import indicator, small_plan

PLANS = Path(__file__).resolve().parents[3] / "plans"
RIFLES = {"slug": "rifles", "name": "Rifles"}
MONITORS = {"slug": "monitors", "name": "Monitors", "decides": True}
TALLY = {"date": "2026-03-01", "category": "rifles", "series": "monitors", "scope": "event", "accepted": 5}


def section(**tables: Any) -> dict[str, Any]:
    return {"categories": [RIFLES], "series": [MONITORS]} | tables


def faults(**tables: Any) -> list[tuple[str, str]]:
    with pytest.raises(PlanFileError) as refused:
        parse(small_plan(demilitarisation=section(**tables)))
    return [(fault.path, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("tables", "path", "code"),
    [
        ({"tallies": [TALLY | {"category": "swords"}]}, "tallies[0].category", "unknown_armscategory"),
        ({"tallies": [TALLY | {"series": "army"}]}, "tallies[0].series", "unknown_countingseries"),
        ({"tallies": [TALLY | {"disputed_by": "nobody"}]}, "tallies[0].disputed_by", "unknown_actor"),
        ({"tallies": [TALLY | {"area": "nowhere"}]}, "tallies[0].area", "unknown_area"),
        ({"tallies": [TALLY | {"accepted": -1}]}, "tallies[0].accepted", "bad_number"),
        ({"tallies": [TALLY | {"accepted": 1.5}]}, "tallies[0].accepted", "bad_number"),
        ({"tallies": [TALLY | {"serial": "X1"}]}, "tallies[0].serial", "unknown_key"),
        ({"tallies": [TALLY | {"scope": "stage"}]}, "tallies[0].phase", "demil_tally_of_stage_names_it"),
        ({"tallies": [TALLY | {"handed_in": 4}]}, "tallies[0].handed_in", "sorted_out_beyond_handed_in"),
        ({"tallies": [TALLY | {"disputed": 6}]}, "tallies[0].disputed", "disputed_beyond_accepted"),
        ({"tallies": [TALLY | {"accepted": None}]}, "tallies[0]", "demil_tally_counts_something"),
        ({"tallies": [TALLY | {"embargoed_until": "soon"}]}, "tallies[0].embargoed_until", "bad_date"),
        ({"series": [MONITORS, MONITORS | {"slug": "army"}]}, "series[1].decides", "demil_one_series_decides"),
        ({"categories": [RIFLES, RIFLES]}, "categories[1].slug", "duplicate_slug"),
        (
            {"totals": [{"date": "2026-03-01", "category": "rifles", "basis": "agreed", "low": 5, "high": 4}]},
            "totals[0].high",
            "demil_total_is_a_range",
        ),
        (
            {"incidents": [{"date": "2026-03-01", "case": "a", "happened_on": "2026-03-02", "kind": "force"}]},
            "incidents[0].date",
            "demil_incident_is_told_after_it",
        ),
        (
            {
                "incidents": [
                    {
                        "date": "2026-03-01",
                        "case": "a",
                        "happened_on": "2026-03-01",
                        "kind": "force",
                        "finding": "upheld",
                    }
                ]
            },
            "incidents[0].investigated_by",
            "found_by_nobody",
        ),
        (
            {
                "lines": [{"slug": "line", "name": "Line"}],
                "line_claims": [{"date": "2026-03-01", "line": "line", "low": 1, "high": 101}],
            },
            "line_claims[0].high",
            "demil_lineclaim_is_a_share",
        ),
        ({"guns": []}, "guns", "unknown_key"),
    ],
)
def test_each_fault_names_its_place(tables: dict[str, Any], path: str, code: str) -> None:
    found = faults(**tables)
    assert (f"demilitarisation.{path}", code) in found, found


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plans_section_comes_back_as_it_went_in(name: str) -> None:
    document = parse((PLANS / f"{name}.yaml").read_bytes()).document
    load_document(document)
    exported = export_document(Plan.objects.get(slug=name))
    again = parse(as_mapping(exported)).document
    report = load_document(again)
    kept = ("Tallies", "Totals of arms", "Pull-backs and handovers", "Claims about lines", "Incidents")
    written = [line for line in report.sentences() if line.startswith(kept) and "unchanged" not in line]
    assert written == []
    assert exported.sections["demilitarisation"] == normalised(document).sections["demilitarisation"]


@pytest.mark.django_db
def test_a_small_section_comes_back_with_every_key() -> None:
    tables = section(
        tallies=[
            TALLY
            | {
                "handed_in": 7,
                "rejected": 2,
                "verification": "verified",
                "embargoed_until": "2030-01-01",
                "publication": "restricted",
                "retracted": "2026-04-01T00:00:00Z",
                "note": "Five of seven.",
            }
        ],
        inspections=[
            {
                "date": "2026-03-02",
                "kind": "certification",
                "outcome": "passed",
                "mandate": {"en": "Clause 4", "ar": "البند 4"},
                "figures_published": True,
                "verification": "reported",
            }
        ],
    )
    load_document(parse(small_plan(demilitarisation=tables)).document)
    returned = as_mapping(export_document(Plan.objects.get(slug="small")))["demilitarisation"]
    assert returned == section(tallies=tables["tallies"], inspections=tables["inspections"])


@pytest.mark.django_db
def test_a_measure_that_names_what_the_plan_does_not_have_is_told_with_its_place() -> None:
    raw = small_plan(demilitarisation=section(tallies=[TALLY]))
    names = ("all", "stage-9", "all.army", "through.stage-9.monitors.swords", "all.monitors.rifles.new", "all")
    raw["indicators"] = [
        indicator(
            slug=f"count-{number}", measure=f"demilitarisation.accepted.{name}", observations=[], stale_after=None
        )
        for number, name in enumerate(names)
    ]
    raw["indicators"][5] |= {"measure": "demilitarisation.weighed"}
    notes = load_document(parse(raw).document).notes
    assert [note.partition(": ")[::2] for note in notes] == [
        (
            "indicators[1].measure (count-1)",
            'The measure "demilitarisation.accepted.stage-9" names the phase "stage-9", which the plan does not have: '
            "it gives nothing until that is mended.",
        ),
        (
            "indicators[2].measure (count-2)",
            'The measure "demilitarisation.accepted.all.army" names the counting series "army", which the plan does '
            "not have: it gives nothing until that is mended.",
        ),
        (
            "indicators[3].measure (count-3)",
            'The measure "demilitarisation.accepted.through.stage-9.monitors.swords" names the phase "stage-9", which '
            'the plan does not have and names the category "swords", which the plan does not have: it gives nothing '
            "until that is mended.",
        ),
        (
            "indicators[4].measure (count-4)",
            'The measure "demilitarisation.accepted.all.monitors.rifles.new" has "new" at its end, after the category: '
            "it gives nothing until that is mended.",
        ),
        (
            "indicators[5].measure (count-5)",
            'No app here has the measure "demilitarisation.weighed": its indicator gets no observations from it.',
        ),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gaza-phase-two.yaml", "aceh-2005.yaml"])
def test_every_measure_of_a_shipped_plan_has_what_it_names(name: str) -> None:
    text = (PLANS / name).read_text()
    assert load_document(parse(text).document).notes == []

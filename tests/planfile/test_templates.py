"""A template gives each area a milestone or indicator of its own, and its faults stand in the template."""

from typing import Any

from milestones.contingency.plan import MilestoneCondition
from milestones.contingency.scales import Level
from milestones.kinds.format import parse
from milestones.planfile import Entry, as_mapping
from milestones.planfile.to_plan import condition_of
from tests.planfile.plans import coded, milestone, said, small_plan, warned

AREAS = [{"slug": "rafah", "name": {"en": "Rafah", "ar": "رفح"}}, {"slug": "north", "name": "The north"}]
CLEAR = {
    "slug": "clear-{area}",
    "name": {"en": "{area_name} cleared", "ar": "إخلاء {area_name}"},
    "pillar": "security",
    "description": "Not {area}",
}
REBUILD = {
    "slug": "rebuild-{area}",
    "name": "Rebuild {area_name}",
    "pillar": "governance",
    "gates": [
        {"before": "start", "source": "roadmap", "conditions": [{"milestone": "clear-{area}", "reaches": "complete"}]}
    ],
}


def templated(*milestones: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The small plan with a template of these milestones."""
    template = {"for_each": "areas", "milestones": list(milestones)}
    return small_plan(**{"areas": AREAS, "templates": [template], **changes})


def expanded(*milestones: dict[str, Any]) -> dict[str, Entry]:
    """The milestones of a plan with a template, by slug."""
    return {held.slug: held for held in parse(templated(*milestones)).document.milestones}


def test_each_area_gets_its_own_after_the_listed_ones() -> None:
    assert list(expanded(CLEAR, REBUILD)) == [
        "handover",
        "pull-back",
        "clear-rafah",
        "rebuild-rafah",
        "clear-north",
        "rebuild-north",
    ]


def test_what_a_template_gives_carries_its_area() -> None:
    assert expanded(CLEAR)["clear-north"].area == "north"
    assert expanded({**CLEAR, "area": "{area}"})["clear-north"].area == "north"
    assert expanded()["handover"].area is None


def test_slugs_that_are_named_become_the_areas_too() -> None:
    [condition] = expanded(CLEAR, REBUILD)["rebuild-north"].gates[0].conditions
    assert condition_of(condition) == MilestoneCondition("clear-north", Level.COMPLETE)


def test_the_areas_name_stands_in_the_texts_language() -> None:
    rafah, north = (expanded(CLEAR)[slug].name for slug in ("clear-rafah", "clear-north"))
    assert rafah == {"en": "Rafah cleared", "ar": "إخلاء رفح"}
    assert north == {"en": "The north cleared", "ar": "إخلاء The north"}


def test_braces_mean_nothing_in_other_places() -> None:
    assert expanded(CLEAR)["clear-rafah"].description == {"en": "Not {area}"}
    outside = parse(small_plan(milestones=[milestone(name="{area_name}")])).document.milestones[0]
    assert outside.name == {"en": "{area_name}"}
    assert coded(small_plan(milestones=[milestone(slug="clear-{area}")])) == [("milestones[0].slug", "bad_slug")]


def test_indicators_are_repeated_too() -> None:
    homes = {"slug": "homes-{area}", "name": "Homes", "pillar": "governance"}
    plan = small_plan(areas=AREAS, templates=[{"for_each": "areas", "indicators": [homes]}])
    assert [held.slug for held in parse(plan).document.indicators] == ["trucks", "homes-rafah", "homes-north"]


def test_a_fault_is_told_once_at_its_place_in_the_template() -> None:
    assert said(templated({**CLEAR, "weight": -1, "phase": "two"})) == [
        "templates[0].milestones[0].weight: a weight must be more than 0; this is -1",
        'templates[0].milestones[0].phase: there is no phase "two"',
    ]


def test_a_slug_without_its_area_is_the_same_for_all_areas() -> None:
    assert said(templated({**CLEAR, "slug": "clear"})) == [
        'templates[0].milestones[0].slug: "clear" is already the slug of templates[0].milestones[0]'
    ]


def test_what_is_wrong_with_a_template_itself_is_refused() -> None:
    assert coded(small_plan(templates=[{"for_each": "phases"}])) == [("templates[0].for_each", "for_each")]
    assert coded(small_plan(templates=[{"for_each": "areas", "actors": []}])) == [
        ("templates[0].actors", "unknown_key")
    ]
    assert coded(small_plan(templates=["x"])) == [("templates[0]", "wrong_type")]
    assert coded(templated({**CLEAR, "area": "rafah"})) == [("templates[0].milestones[0].area", "template_area")]


def test_a_template_without_areas_gives_nothing_and_is_warned_of() -> None:
    plan = templated(CLEAR, areas=None)
    assert warned(plan) == [("templates[0]", "template_without_areas")]
    assert len(parse(plan).document.milestones) == 2


def test_a_document_is_written_with_its_templates_expanded() -> None:
    document = parse(templated(CLEAR, REBUILD)).document
    mapping = as_mapping(document)
    assert "templates" not in mapping
    assert parse(mapping).document == document

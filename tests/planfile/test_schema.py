"""The JSON Schema and the parser give one verdict wherever a schema can say it."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from milestones.kinds.format import parse, this_format
from milestones.management.commands.plan_schema import schema_text
from milestones.planfile import Fault, PlanFileError
from milestones.planfile.faults import Report
from milestones.planfile.plain_data import read_yaml
from milestones.planfile.schema import json_schema
from tests.planfile.test_hostile_input import places, rich_plan

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("plans/*.yaml"), *ROOT.glob("tests/contingency/examples/*.yaml")])

VALIDATOR = Draft202012Validator(json_schema(this_format()))

ODD: tuple[Any, ...] = (
    5, 1.5, -3, True, "x y", "Caps", "handover", "2026-01-14", "14.1.2026", "2026-01-14T18:00:00Z", "2026-01-14T18:00",
    "all", "verified", "https://example.org", "none", [], {}, ["a"], [{}], {"a": 1}, {"en": 5}, {"fr": "x"}, "x" * 501,
    {"at": "2026-01-14T18:00:00Z", "reason": "A slip."}, {"at": "2026-01-14"}, {"date": "2026-01-14"}, None,
)  # fmt: skip

EVERY = 6
"""Of the odd values one in so many is tried in a place; each in some place of every kind."""

OF_FORM = frozenset(
    """
    wrong_type slug_not_string bad_slug bad_instant instant_without_zone bad_number bad_url bad_language bad_measure
    bad_licence bad_month too_long unknown_language unknown_key condition_kind misplaced_key for_days_misplaced for_each
    unknown_format position_about unknown_publication unknown_grade unknown_level unknown_step unknown_force
    unknown_stance unknown_tier unknown_kind unknown_kind_of_actor unknown_kind_of_milestone unknown_direction
    unknown_number_of_conditions unknown_currency unknown_stage unknown_status unknown_run_by unknown_outcome
    """.split()  # noqa: SIM905 - a list would take a line a code
)
"""The faults that are of keys, types, words and patterns."""


def full_plan() -> dict[str, Any]:
    """A plan with something in most keys, also of the pillar apps."""
    record = {"date": "2026-01-14", "source": "roadmap", "note": {"en": "So.", "ar": "نعم"}}
    return rich_plan() | {
        "plan": {
            "slug": "small", "name": {"en": "Small"}, "summary": "All of it.", "timezone": "Asia/Gaza",
            "licence": "CC-BY-4.0", "ended": "2026-03-01", "as_of": "2026-01-14", "verification": "verified",
        },
        "clauses": [{"source": "roadmap", "number": "16", "text": {"en": "What it says.", "he": "מה"}}],
        "governance": {
            "bodies": [{"slug": "board", "name": "Board", "kind": "board", "size": 3}],
            "seats": [{"slug": "chair", "body": "board", "name": "Chair", "must_be_independent": True}],
            "appointments": [record | {"seat": "chair", "verification": "reported", "vetting": "passed"}],
        },
        "reconstruction": {
            "appeals": [{"slug": "cairo", "name": "Cairo", "currency": "USD"}],
            "needs_assessments": [
                {"slug": "rdna", "name": "RDNA", "published": "2026-01-14", "covers_from": "2023-10"}
            ],
            "transactions": [
                record | {"stage": "pledge", "appeal": "cairo", "amount": "1.5", "currency": "USD", "total": True}
            ],
        },
        "demilitarisation": {
            "categories": [{"slug": "rifles", "name": "Rifles"}],
            "series": [{"slug": "monitors", "name": "Monitors", "decides": True}],
            "tallies": [
                record | {"category": "rifles", "series": "monitors", "scope": "event", "accepted": 5,
                          "retracted": {"at": "2026-01-15T00:00:00Z", "reason": "Counted twice."}}
            ],
        },
    }  # fmt: skip


def broken_plans() -> Iterator[dict[str, Any]]:
    """The plan with some of the odd values in each place, without each key, and with a key more beside it."""
    whole = full_plan()
    for number, path in enumerate(places(whole)):
        *way, last = path
        for value in (*ODD[number % EVERY :: EVERY], KeyError):
            plan = copy.deepcopy(whole)
            holder: Any = plan
            for step in way:
                holder = holder[step]
            if value is KeyError:
                del holder[last]
            else:
                holder[last] = copy.deepcopy(value)
            yield plan
            if value is KeyError and isinstance(holder, dict):
                holder[f"{last}-more"] = 1
                yield plan


def faults(plan: dict[str, Any]) -> tuple[Fault, ...]:
    try:
        parse(plan)
    except PlanFileError as error:
        return error.faults
    return ()


def at_place(plan: Any, place: tuple[str | int, ...]) -> Any:
    """What stands at a place; None where nothing does."""
    for step in place:
        try:
            plan = plan[step]
        except (KeyError, IndexError, TypeError):
            return None
    return plan


def is_of_form(fault: Fault, plan: dict[str, Any]) -> bool:
    """Whether a schema can say it."""
    value = at_place(plan, fault.place)
    if fault.code == "unknown_key":
        return len(fault.place) > 1  # a section may be called as any pillar
    if fault.code == "missing":
        return not isinstance(value, str | dict)  # blank texts are no texts
    return fault.code in OF_FORM and not (fault.code == "bad_number" and isinstance(value, str))


def test_the_plan_that_is_to_be_broken_is_whole() -> None:
    assert faults(full_plan()) == ()
    assert list(VALIDATOR.iter_errors(full_plan())) == []


def test_schema_and_parser_give_one_verdict_on_hundreds_of_broken_plans() -> None:
    tried = refused = 0
    for plan in broken_plans():
        found = faults(plan)
        is_valid = VALIDATOR.is_valid(plan)
        of_form = [str(fault) for fault in found if is_of_form(fault, plan)]
        assert is_valid or found, json.dumps(plan)[:2000]
        assert not (is_valid and of_form), of_form
        tried, refused = tried + 1, refused + bool(of_form)
    assert tried > 1_000
    assert refused > 500


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_projects_plans_are_valid(path: Path) -> None:
    plan = json.loads(json.dumps(read_yaml(path.read_text(encoding="utf-8"), Report()), default=float))
    assert [(error.json_path, error.message) for error in VALIDATOR.iter_errors(plan)] == []


def test_the_published_schema_is_that_of_the_format() -> None:
    published = (ROOT / "docs" / "peace-plan-1.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), "Run `manage.py plan_schema > docs/peace-plan-1.schema.json`."
    Draft202012Validator.check_schema(json.loads(published))


def test_every_key_is_told_in_words() -> None:
    silent = [
        f"{name}.{key}"
        for name, definition in json_schema(this_format())["$defs"].items()
        for key, schema in definition.get("properties", {}).items()
        if "description" not in schema and "slug" not in name and "text" not in name
    ]
    assert silent == []

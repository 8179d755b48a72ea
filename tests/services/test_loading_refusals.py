"""What a load may not do is refused with every place it concerns, and nothing is written."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError

from milestones.models import Milestone, Plan
from milestones.planfile import PlanFileError
from milestones.services import loading
from milestones.services.loading import load_document
from tests.services.small_files import COMMITTEE, HANDOVER, PULL_BACK, accord, document
from tests.services.undone import row_counts

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def loaded() -> Iterator[dict[str, Any]]:
    """The small file, loaded with a retraction and an ending, to be changed; no row may come or go."""
    raw = accord()
    raw["milestones"][COMMITTEE]["assessments"][0]["retracted"] = "2026-05-01T00:00:00Z"
    raw["milestones"][PULL_BACK]["withdrawn"]["ended"] = {"date": "2026-06-20"}
    load_document(document(raw))
    before = row_counts()
    yield raw
    assert row_counts() == before


def refusals(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """The path and code of every fault of loading the file."""
    with pytest.raises(PlanFileError) as refused:
        load_document(document(raw))
    return [(fault.path, fault.code) for fault in refused.value.faults]


def without_committee(raw: dict[str, Any]) -> None:
    del raw["milestones"][COMMITTEE]
    del raw["milestones"][0]["gates"][0]["conditions"][0]


def without_weapons(raw: dict[str, Any]) -> None:
    del raw["indicators"][0]
    del raw["milestones"][HANDOVER]["gates"][1]
    del raw["milestones"][HANDOVER]["indicators"]


def without_waived_gate(raw: dict[str, Any]) -> None:
    del raw["milestones"][HANDOVER]["gates"][0]


def other_gate_in_place_of_a_waived_one(raw: dict[str, Any]) -> None:
    raw["milestones"][HANDOVER]["gates"] = [{"before": "start", "conditions": [{"date": "2026-05-05"}]}]


def without_used_source(raw: dict[str, Any]) -> None:
    """The report, which only records on record name."""
    raw["sources"].pop(1)
    for part in (*raw["milestones"], *raw["indicators"]):
        for key in ("assessments", "observations", "schedule"):
            part.pop(key, None)
    raw["milestones"][PULL_BACK].pop("withdrawn")
    raw["milestones"][HANDOVER]["gates"][0].pop("waived")
    raw.pop("positions")


def without_series(raw: dict[str, Any]) -> None:
    del raw["indicators"][0]["series"][0]
    del raw["indicators"][0]["observations"]


def other_retraction(raw: dict[str, Any]) -> None:
    raw["milestones"][COMMITTEE]["assessments"][0]["retracted"] = "2026-05-02T00:00:00Z"


def other_ending(raw: dict[str, Any]) -> None:
    raw["milestones"][PULL_BACK]["withdrawn"]["ended"]["date"] = "2026-06-21"


def earlier_revision(raw: dict[str, Any]) -> None:
    raw["milestones"][HANDOVER]["schedule"].insert(0, {"date": "2026-05-21", "due": "2026-08-01"})


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (without_committee, "milestones", "on_record"),
        (without_weapons, "indicators", "on_record"),
        (without_waived_gate, "milestones[1].gates", "on_record"),
        (other_gate_in_place_of_a_waived_one, "milestones[1].gates", "on_record"),
        (without_used_source, "sources", "on_record"),
        (without_series, "indicators[0].series", "series_on_record"),
        (other_retraction, "milestones[0].assessments[0].retracted", "retracted_already"),
        (other_ending, "milestones[2].withdrawn[0].ended", "ended_already"),
        (earlier_revision, "milestones[1].schedule[0]", "revision_order"),
    ],
)
def test_what_a_record_rests_on_or_says_is_not_undone(
    loaded: dict[str, Any], change: Change, path: str, code: str
) -> None:
    change(loaded)
    assert refusals(loaded) == [(path, code)]


def test_every_fault_is_told_at_once_and_says_what_rests_on_it(loaded: dict[str, Any]) -> None:
    without_series(loaded)
    without_committee(loaded)
    loaded["plan"]["name"] = "Never written"
    with pytest.raises(PlanFileError) as refused:
        load_document(document(loaded))
    assert [str(fault) for fault in refused.value.faults] == [
        'indicators[0].series: observations of "weapons" in the series "force" are on record; '
        "keep that series in the file",
        'milestones: "committee" is not in the file, and this rests on it: assessments (2); put it back into the file',
    ]
    assert Plan.objects.get().name_en == "Accord"


def test_a_failure_in_the_last_step_leaves_nothing(loaded: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(loading, "raise_mark", fail)
    loaded["milestones"][COMMITTEE]["name"] = "Never written"
    loaded["milestones"][COMMITTEE]["assessments"].append({"date": "2026-08-01", "level": "minimum"})
    with pytest.raises(RuntimeError):
        load_document(document(loaded))
    assert Milestone.objects.get(slug="committee").name_en == "Committee at work"


def test_what_the_database_refuses_is_told_as_a_fault(loaded: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(loading, "remove_spare", refuse)
    assert refusals(loaded) == [("", "database")]

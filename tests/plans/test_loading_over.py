"""The plan files over what was loaded from them before: records are added and retracted with reasons, none is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.loading.report import LoadReport
from milestones.models import Assessment, Observation, Plan, Position
from milestones.services.loading import load_document
from milestones.state import state_now
from pillars.demilitarisation.models import Incident, LineClaim, Tally

ROOT = Path(__file__).resolve().parents[2]
EARLIER = ROOT / "tests" / "plans" / "earlier"
RECORDS: tuple[type[Any], ...] = (Assessment, Observation, Position, Incident, LineClaim, Tally)
REASON = ("retraction_reason", "retraction_reason_ar", "retraction_reason_he")

pytestmark = pytest.mark.django_db


def load(path: Path) -> LoadReport:
    return load_document(parse(path.read_text("utf-8")).document)


def records(slug: str) -> dict[tuple[str, int], Any]:
    """Every record of the plan by its model and key, retracted ones too."""
    state = state_now(Plan.objects.get(slug=slug))
    return {(model.__name__, row.pk): row for model in RECORDS for row in state.rows(model)}


def said(row: Any) -> dict[str, Any]:
    """What the record says, whether it still counts or not."""
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if not name.startswith("retract")}


@pytest.mark.parametrize("slug", ["aceh-2005", "gaza-phase-two"])
def test_the_new_file_appends_retracts_says_so_and_loses_nothing(slug: str) -> None:
    load(EARLIER / f"{slug}.yaml")
    before = records(slug)
    assert not [row for row in before.values() if row.retracted_at]
    report = load(ROOT / "plans" / f"{slug}.yaml")
    after = records(slug)
    assert {key: said(row) for key, row in before.items()} == {key: said(after[key]) for key in before}
    retracted = [after[key] for key in before if after[key].retracted_at]
    assert retracted
    assert all(getattr(row, name) for row in retracted for name in REASON)
    assert 0 < len(retracted) < len(before) < len(after)
    told = {done: sum(len(getattr(c, done)) for c in report.kinds.values()) for done in ("retracted", "kept")}
    assert told == {"retracted": len(retracted), "kept": 0}
    assert any("retracted (" in sentence for sentence in report.sentences())


@pytest.mark.parametrize("slug", ["aceh-2005", "gaza-phase-two"])
def test_the_new_file_again_over_itself_and_the_old_differs_in_nothing(slug: str) -> None:
    load(EARLIER / f"{slug}.yaml")
    load(ROOT / "plans" / f"{slug}.yaml")
    before = records(slug)
    report = load(ROOT / "plans" / f"{slug}.yaml")
    assert next(iter(report.sentences())) == f"Nothing differs: {slug} is as the file says."
    assert list(records(slug)) == list(before)

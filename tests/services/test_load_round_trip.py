"""What is loaded is what is exported, however often and after whatever edits."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.contingency import evaluate
from milestones.contingency.plan import Plan as EnginePlan
from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.planfile import Document, normalised
from milestones.planfile.requests import read_question
from milestones.services.loading import load_document
from milestones.state.exporting import export_document
from milestones.state.plan_state import engine_plan
from tests.contingency.compare import same
from tests.planfile.documents import documents
from tests.services.plan_edits import edited, without_records
from tests.services.undone import row_counts, undone

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("plans/*.yaml"), *ROOT.glob("tests/contingency/examples/*.yaml")])
REQUESTS = (ROOT / "tests/contingency/examples/random.jsonl").read_text(encoding="utf-8").splitlines()

pytestmark = pytest.mark.django_db

on_a_database = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

plans = documents().map(lambda document: document.replace(sections={}))
"""Their sections are made up, and no pillar app would take them."""


def exported(document: Document) -> Document:
    return export_document(Plan.objects.get(slug=document.plan.slug))


@on_a_database
@given(plans)
def test_an_export_is_what_was_loaded_and_loading_either_again_changes_nothing(document: Document) -> None:
    with undone():
        load_document(document)
        assert exported(document) == normalised(document)
        before = row_counts()
        assert not load_document(document).has_writes
        assert not load_document(exported(document)).has_writes
        assert row_counts() == before


@on_a_database
@given(st.data())
def test_edits_are_loaded_and_what_is_dropped_of_the_records_is_kept(data: st.DataObject) -> None:
    document = data.draw(plans)
    after = data.draw(edited(document))
    with undone():
        load_document(document)
        load_document(after)
        assert exported(document) == normalised(after)
        before = row_counts()
        assert not load_document(after).has_writes
        report = load_document(without_records(after))
        assert not report.has_writes
        assert exported(document) == normalised(after)
        assert row_counts() == before


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_plan_file_of_the_project_is_loaded_and_exported(path: Path) -> None:
    document = parse(path.read_bytes()).document
    load_document(document)
    assert exported(document) == normalised(document)
    assert not load_document(document).has_writes


@pytest.mark.one_database
@pytest.mark.parametrize("line", REQUESTS, ids=range(len(REQUESTS)))
def test_a_loaded_random_plan_has_the_verdicts_of_its_file(line: str) -> None:
    request = json.loads(line)
    document = parse(request["plan"], sections=()).document
    load_document(document)
    assert exported(document) == normalised(document)
    question = read_question(request)
    stored: EnginePlan = engine_plan(Plan.objects.get())
    evaluation = evaluate(stored, on=question.on, known_at=question.known_at, reading=question.reading)
    assert same(request["expected"], json.loads(json.dumps(evaluation.as_dict()))) == []

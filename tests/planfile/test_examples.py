"""Every plan file that the project holds is taken, and says the same when written out and read again."""

import json
from pathlib import Path

import pytest

from milestones.kinds.format import parse
from milestones.planfile import as_mapping, dump

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("plans/*.yaml"), *ROOT.glob("tests/contingency/examples/*.yaml")])
REQUESTS = (ROOT / "tests/contingency/examples/random.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_plan_file_is_taken_and_round_trips(path: Path) -> None:
    document = parse(path.read_bytes()).document
    assert parse(dump(document)).document == document
    assert parse(as_mapping(document)).document == document


def test_every_random_plan_is_taken_and_round_trips() -> None:
    for line in REQUESTS:
        document = parse(json.loads(line)["plan"]).document
        assert parse(as_mapping(document)).document == document
    assert len(REQUESTS) == 80


def test_there_are_files_to_take() -> None:
    assert {"gaza-phase-two", "aceh-2005", "readings", "contested", "reciprocal"} <= {path.stem for path in FILES}

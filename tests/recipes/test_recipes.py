"""The recipes of CONTRIBUTING.md, followed in a copy of the project: what they say is all that it takes at every door.

One copy follows all of them, makes its migrations and its database, and asks every door; each test reads the answers.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.planfile.plans import small_plan

ROOT = Path(__file__).resolve().parents[2]
APP = "pillars/demilitarisation"
LEFT = shutil.ignore_patterns(".*", "__pycache__", "*.sqlite3", "docs", "bench")

FIELD = """
    witness_count = models.PositiveIntegerField(null=True, blank=True, help_text="How many watched.")
"""
RECORD_KIND = '''

class Patrol(EmbargoedRecord):
    """One row is one patrol that was reported."""

    area = models.ForeignKey(
        "milestones.Area", on_delete=models.PROTECT, related_name="patrols", help_text="Where it went."
    )
    length_km = ExactDecimalField(help_text="How long its way was, in kilometres.")
    was_stopped = models.BooleanField(default=False, help_text="Whether it was turned back.")


    class Meta(EmbargoedRecord.Meta):
        verbose_name = "patrol"
        verbose_name_plural = "patrols"
'''
EDITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # A field: a column with a help text.
    f"{APP}/models/records.py": (
        (r'(class Inspection\(EmbargoedRecord\):\n    """.*"""\n)', rf"\1{FIELD}"),
        (r"\Z", RECORD_KIND),
        (r"(from milestones\.models\.fields import )", r"\1ExactDecimalField, "),
    ),
    # A record kind: a model, a line and a form layout.
    f"{APP}/models/__init__.py": ((r"LineClaim, Pullback", "LineClaim, Patrol, Pullback"),),
    f"{APP}/kinds.py": ((r"\n\)\n\Z", '\n    Kind(models.Patrol, "patrols"),\n)\n'),),
    f"{APP}/admin.py": (
        (r"\n    \},\n\)\n\Z", '\n        models.Patrol: Form(("date", "area"), "length_km"),\n    },\n)\n'),
    ),
    # A word of a closed list: a line in its list.
    f"{APP}/models/choices.py": ((r'(    REFUSED = "refused".*\n)', r'\1    POSTPONED = "postponed", "postponed"\n'),),
}

INSPECTION = {
    "kind": "inspection",
    "date": "2026-02-01",
    "outcome": "postponed",
    "witness_count": 3,
    "source": "roadmap",
    "verification": "verified",
}
UNWATCHED = INSPECTION | {"date": "2026-02-02", "witness_count": None}
PATROL = {
    "date": "2026-02-03",
    "area": "rafah",
    "length_km": "12.5",
    "was_stopped": True,
    "source": "roadmap",
    "note": {"en": "Turned back at the crossing.", "ar": "أُعيدت عند المعبر."},
}


def edit(copy: Path) -> None:
    """Do what the recipes say; each place is there once."""
    for name, edits in EDITS.items():
        text = (copy / name).read_text()
        for place, replacement in edits:
            text, number = re.subn(place, replacement, text)
            assert number == 1, (name, place)
        (copy / name).write_text(text)


def run(copy: Path, *command: str) -> str:
    """What the command printed in the copy."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATABASE_URL": f"sqlite:///{copy / 'recipes.sqlite3'}",
        "REDIS_URL": "",
        "PYTHONPATH": str(copy),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    copy = tmp_path_factory.mktemp("recipes") / "project"
    shutil.copytree(ROOT, copy, ignore=LEFT)
    edit(copy)
    run(copy, "manage.py", "makemigrations", "demilitarisation", "-n", "recipes")
    plan = copy / "plan.json"
    records = {"inspections": [INSPECTION, UNWATCHED], "patrols": [PATROL]}
    plan.write_text(json.dumps(small_plan(demilitarisation=records)))
    told: dict[str, Any] = json.loads(run(copy, "-m", "tests.recipes.ask_doors", str(plan)).splitlines()[-1])
    return told


def listed(answers: Mapping[str, Any], address: str) -> list[Any]:
    found: list[Any] = answers["api"][address]["results"]
    return found


def test_a_field_is_read_and_written_in_the_plan_file(answers: dict[str, Any]) -> None:
    counts = [each.get("witness_count") for each in answers["section"]["inspections"]]
    assert counts == [3, None]
    assert answers["again"] == answers["section"]
    assert any("witness_count" in fault for fault in answers["faults"]), answers["faults"]


def test_a_field_is_listed_detailed_documented_and_filtered_in_the_api(answers: dict[str, Any]) -> None:
    rows = listed(answers, "inspections/")
    assert [row["witness_count"] for row in rows] == [3, None]
    assert answers["one"] == rows[0]
    shape = answers["schema"]["components"]["schemas"]["DemilitarisationInspection"]["properties"]
    assert shape["witness_count"] == {"type": ["integer", "null"], "readOnly": True, "description": "How many watched."}
    assert len(listed(answers, "inspections/?witness_count__gte=3")) == 1
    assert listed(answers, "inspections/?witness_count__lte=2") == []
    assert listed(answers, "inspections/?ordering=-witness_count")[0]["witness_count"] == 3


def test_a_field_is_in_the_admins_form_and_list(answers: dict[str, Any]) -> None:
    assert 'name="witness_count"' in answers["admin"]["inspection"]["form"]
    assert "How many watched." in answers["admin"]["inspection"]["form"]
    assert '<td class="field-witness_count">3</td>' in answers["admin"]["inspection"]["list"]


def test_a_record_kind_is_at_every_door(answers: dict[str, Any]) -> None:
    (patrol,) = answers["section"]["patrols"]
    assert {key: str(patrol[key]) for key in ("date", "area", "length_km", "was_stopped")} == {
        "date": "2026-02-03", "area": "rafah", "length_km": "12.5", "was_stopped": "True",
    }  # fmt: skip
    assert patrol["note"] == PATROL["note"]
    (row,) = listed(answers, "patrols/?area=rafah&was_stopped=true&length_km__gte=12&search=crossing")
    assert (row["length_km"], row["note"], row["plan"]) == ("12.5", "Turned back at the crossing.", "small")
    assert listed(answers, "patrols/?was_stopped=false") == []
    assert "/api/v1/demilitarisation/patrols/{id}/" in answers["schema"]["paths"]
    form, page = answers["admin"]["patrol"]["form"], answers["admin"]["patrol"]["list"]
    for name in ("plan", "date", "area", "length_km", "was_stopped", "source", "verification", "note_ar"):
        assert f'name="{name}"' in form, name
    assert re.search(r'<td class="field-length_km[^"]*">12.5</td>', page)
    assert answers["added"] == {"status": 302, "patrols": 2}


def test_a_word_of_a_closed_list_is_at_every_door(answers: dict[str, Any]) -> None:
    assert {each["outcome"] for each in answers["section"]["inspections"]} == {"postponed"}
    words = answers["schema"]["components"]["schemas"]["DemilitarisationInspectionOutcomeEnum"]["enum"]
    assert "postponed" in words
    assert len(listed(answers, "inspections/?outcome=postponed")) == 2
    assert '<option value="postponed">postponed</option>' in answers["admin"]["inspection"]["form"]

"""`manage.py load_plan` and `manage.py export_plan`, as people call them."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from milestones.kinds.format import parse
from milestones.management.commands import load_shipped_plans
from milestones.models import Milestone, Plan
from milestones.planfile import dump
from tests.services.small_files import COMMITTEE, HANDOVER, accord, document
from tests.services.undone import row_counts

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The small plan file."""
    path = tmp_path / "accord.yaml"
    path.write_text(dump(document()), encoding="utf-8")
    return path


def run(command: str, *arguments: str) -> tuple[str, str]:
    """What a command says, and what it warns of."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_file_is_loaded_and_the_command_says_what_it_did(file: Path) -> None:
    said, _ = run("load_plan", str(file))
    assert "Milestones: 3 added." in said.splitlines()
    assert Milestone.objects.count() == 3
    assert run("load_plan", str(file))[0] == "Nothing differs: accord is as the file says.\n"


def test_a_json_file_and_standard_input_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "accord.json"
    path.write_text(json.dumps(accord()), encoding="utf-8")
    run("load_plan", str(path))
    assert Plan.objects.get().slug == "accord"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert "Nothing differs" in run("load_plan", "-")[0]


def test_a_dry_run_says_the_same_and_writes_nothing(file: Path) -> None:
    before = row_counts()
    dry, _ = run("load_plan", "--dry-run", str(file))
    assert row_counts() == before
    wet, _ = run("load_plan", str(file))
    assert dry == wet + "This was a dry run: nothing was written.\n"


def test_warnings_are_told_and_do_not_keep_the_plan_out(file: Path) -> None:
    raw = accord()
    del raw["milestones"][COMMITTEE]["assessments"][0]["source"]
    file.write_text(json.dumps(raw), encoding="utf-8")
    _, warned = run("load_plan", str(file))
    assert "milestones[0].assessments[0]: this record names no source" in warned
    assert Plan.objects.exists()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 1
    return str(error.value)


def test_a_file_with_faults_is_refused_with_all_of_them(file: Path) -> None:
    raw = accord()
    raw["milestones"][COMMITTEE]["pillar"] = "governence"
    raw["milestones"][HANDOVER]["weight"] = 0
    file.write_text(json.dumps(raw), encoding="utf-8")
    said = refused("load_plan", str(file))
    assert 'milestones[0].pillar: there is no pillar "governence"; did you mean "governance"?' in said
    assert "milestones[1].weight: " in said
    assert not Plan.objects.exists()


def test_what_records_forbid_is_refused_by_the_load_and_by_its_dry_run(file: Path) -> None:
    run("load_plan", str(file))
    raw = accord()
    del raw["milestones"][HANDOVER]["gates"][0]
    file.write_text(json.dumps(raw), encoding="utf-8")
    before = row_counts()
    for options in ([], ["--dry-run"]):
        assert 'line 1, milestones[1].gates: gates[0] of "handover" is not in the file' in refused(
            "load_plan", str(file), *options
        )
    assert row_counts() == before


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    assert "nowhere.yaml cannot be read: No such file" in refused("load_plan", str(tmp_path / "nowhere.yaml"))


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_export_is_a_file_that_says_the_same(file: Path, tmp_path: Path, form: str) -> None:
    run("load_plan", str(file))
    output = tmp_path / f"out.{form}"
    printed, _ = run("export_plan", "accord", "--format", form)
    run("export_plan", "accord", "--format", form, "--output", str(output))
    assert output.read_text(encoding="utf-8") == printed
    assert parse(printed, format=form).document == document()  # type: ignore[arg-type]
    assert "Nothing differs" in run("load_plan", str(output))[0]


def test_a_public_export_leaves_out_what_is_not_published(file: Path) -> None:
    run("load_plan", str(file))
    Milestone.objects.filter(slug="handover").update(publication="draft")
    assert "handover" in run("export_plan", "accord")[0]
    assert "handover" not in run("export_plan", "accord", "--public")[0]
    Plan.objects.update(publication="draft")
    assert refused("export_plan", "accord", "--public") == 'There is no public plan "accord".'


def test_a_plan_that_is_not_there_cannot_be_exported(tmp_path: Path) -> None:
    assert refused("export_plan", "nowhere") == 'There is no plan "nowhere".'


def test_an_output_that_cannot_be_written_is_told(file: Path, tmp_path: Path) -> None:
    run("load_plan", str(file))
    nowhere = str(tmp_path / "no" / "folder.yaml")
    assert f"{nowhere} cannot be written" in refused("export_plan", "accord", "--output", nowhere)


def test_the_shipped_plans_are_loaded_into_an_empty_database() -> None:
    run("load_shipped_plans")
    assert Plan.objects.count() == len(load_shipped_plans.shipped_plans())


def test_a_refused_file_ends_the_process_with_1(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("format: peace-plan/1\n", encoding="utf-8")
    ended: Any = subprocess.run(
        [sys.executable, "manage.py", "load_plan", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "plan: this is missing" in ended.stderr
    assert ended.stdout == ""

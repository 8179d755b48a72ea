"""`manage.py evaluate_plan`: a file, a batch or a loaded plan goes in, evaluations come out."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from milestones.kinds.format import ROOT as DOCUMENT
from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.planfile import as_mapping
from milestones.planfile.document import Format
from milestones.planfile.requests import answer, as_json
from tests.planfile.plans import small_plan

CORE = Format(DOCUMENT)
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests/contingency/examples"
READINGS = str(EXAMPLES / "readings.yaml")


def evaluated(*arguments: str) -> dict[str, Any]:
    """What the command prints."""
    printed = io.StringIO()
    call_command("evaluate_plan", *arguments, stdout=printed, stderr=io.StringIO())
    return json.loads(printed.getvalue())


def agrees(expected: Any, found: Any) -> bool:
    """Whether the answer holds what is expected; it may hold more, and numbers agree within 0.001."""
    if isinstance(expected, dict):
        return all(key in found and agrees(value, found[key]) for key, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(agrees, expected, found))
    if isinstance(expected, float):
        return abs(expected - found) < 0.001
    return bool(expected == found)


@pytest.mark.parametrize("name", ["reciprocal", "readings", "contested"])
def test_a_file_is_evaluated_as_the_examples_expect(name: str) -> None:
    cases = json.loads((EXAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    for case in cases:
        options = [f"--on={case['on']}"]
        options += [f"--known-at={case['known_at']}"] if case["known_at"] else []
        options += [f"--reading={case['reading']}"] if case["reading"] else []
        assert agrees(case["evaluation"], evaluated(str(EXAMPLES / f"{name}.yaml"), *options))


def test_a_batch_answers_every_line_as_the_examples_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (EXAMPLES / "random.jsonl").read_bytes().splitlines(keepends=True)
    printed = batch(monkeypatch, b"".join(lines))
    assert len(printed) == len(lines) == 80
    for line, found in zip(lines, printed, strict=True):
        assert agrees(json.loads(line)["expected"], found)


def batch(monkeypatch: pytest.MonkeyPatch, requests: bytes) -> list[dict[str, Any]]:
    """The answers to a batch."""
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(requests)))
    call_command("evaluate_plan", "--batch", stdout=printed)
    return [json.loads(line) for line in printed.getvalue().splitlines()]


def test_a_bad_line_gets_an_error_and_the_next_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    good = json.dumps({"plan": small_plan(), "on": "2026-01-01"}).encode()
    bad = [b"{", b"\xff", b"[" * 100_000, b"[]", b'{"on": "2026-01-01"}', b'{"on": "2026-13-01"}', b'{"on": 1e999}']
    printed = batch(monkeypatch, b"\n".join([*bad, b"", b"  ", good]) + b"\n")
    assert len(printed) == len(bad) + 1
    assert all(set(line) == {"error"} for line in printed[:-1])
    assert printed[-1]["plan"] == "small"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"plan": small_plan()}, "on is missing: say for which day, such as 2026-01-14"),
        ({"plan": small_plan(), "on": "2026-02-30"}, "on: there is no day 2026-02-30"),
        (
            {"plan": small_plan(), "on": "2026-02-03", "known_at": "2026-01-01T00:00"},
            "known_at: 2026-01-01T00:00 has no zone; add Z for UTC, or an offset such as +02:00",
        ),
        (
            {"plan": small_plan(), "on": "2026-02-03", "reading": "nroth"},
            'reading: "nroth" is not a reading of the plan; did you mean "north"?',
        ),
        ({"plan": "small", "on": "2026-02-03"}, 'plan: the document is wanted, as a map; this is "small"'),
        (
            {"plan": small_plan(), "on": "2026-02-03", "reading": ["north"]},
            "reading: a slug (in quotes, if it is this) is wanted; this is a list",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_named(request_: dict[str, Any], error: str) -> None:
    assert answer(json.dumps(request_).encode(), CORE) == {"error": error}


def test_a_refused_plan_answers_with_its_faults() -> None:
    request = {"plan": small_plan(format="x", pillars=None), "on": "2026-01-01"}
    found = answer(json.dumps(request).encode(), CORE)
    assert {(fault["path"], fault["code"]) for fault in found["faults"]} >= {  # type: ignore[attr-defined]
        ("format", "unknown_format"),
        ("pillars", "missing"),
    }
    assert 'format: only peace-plan/1 can be read; this is "x"' in str(found["error"])


@pytest.mark.parametrize(
    "line",
    [
        rb'{"on": "\ud800", "plan": {}}',
        rb'{"on": "2026-01-01", "plan": "\udfff"}',
        rb'{"a\ud800": 1, "a\ud800": 2}',
        rb'{"on": "2026-01-01", "plan": {"\ud800": 1}}',
        rb'{"on": "2026-01-01", "plan": {"plan": {"timezone": "\ud800", "slug": "\u001b[31m"}}}',
    ],
)
def test_an_answer_can_be_printed_whatever_the_line_holds(line: bytes) -> None:
    found = answer(line, CORE)
    assert "error" in found
    assert as_json(found).encode("utf-8").decode().isprintable()


def test_a_key_given_twice_in_a_request_is_refused() -> None:
    assert "second time" in str(answer(b'{"on": "2026-01-01", "on": "2026-01-02", "plan": {}}', CORE)["error"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([READINGS, "--on", "June"], 'on: a date such as 2026-01-14 is wanted; this is "June"'),
        ([READINGS, "--on", "2026-06-20", "--known-at", "2026-06-20"], 'this is "2026-06-20"'),
        ([READINGS, "--on", "2026-06-20", "--reading", "sout"], 'reading: "sout" is not a reading of the plan'),
        (["no/such/file.yaml", "--on", "2026-06-20"], "no/such/file.yaml cannot be read: No such file"),
        ([str(ROOT / "pyproject.toml"), "--on", "2026-06-20"], "pyproject.toml is refused:\nthis is not valid YAML"),
    ],
)
def test_what_cannot_be_answered_ends_the_command_with_one(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError) as refused:
        evaluated(*arguments)
    assert words in str(refused.value)
    assert refused.value.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [[READINGS], ["--on", "2026-06-20"], [READINGS, "--batch"], [READINGS, "--plan", "x", "--on", "2026-06-20"]],
)
def test_wrong_usage_is_told_apart_from_a_bad_value(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"give FILE|--batch takes"):
        evaluated(*arguments)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a database that cannot be reached."""
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "DEBUG": "true"}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate_plan", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_needs_no_database_and_exit_codes_tell_what_went_wrong() -> None:
    assert run(READINGS, "--on", "2026-06-20").returncode == 0
    bad = run(READINGS, "--on", "June")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert run(READINGS).returncode == 2


@pytest.mark.django_db
def test_a_loaded_plan_is_evaluated_from_the_database() -> None:
    Plan.objects.create(slug="held", name="Held")
    assert evaluated("--plan", "held", "--on", "2026-06-20")["plan"] == "held"
    with pytest.raises(CommandError, match='There is no plan "hold" in the database'):
        evaluated("--plan", "hold", "--on", "2026-06-20")


@pytest.mark.django_db
def test_a_file_is_evaluated_as_the_loaded_plan_is_with_what_its_measures_give() -> None:
    file = str(ROOT / "plans" / "aceh-2005.yaml")
    call_command("load_plan", file, stdout=io.StringIO(), stderr=io.StringIO())
    for question in (["--on=2005-11-22"], ["--on=2005-11-22", "--known-at=2005-11-21T00:00:00Z"]):
        told = evaluated(file, *question)
        assert told == evaluated("--plan=aceh-2005", *question)
    assert evaluated(file, "--on=2005-11-22")["milestones"]["withdrawal-3"]["status"] == "cleared"


def test_a_batch_counts_measures_too(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = as_mapping(parse((ROOT / "plans" / "aceh-2005.yaml").read_bytes()).document)
    request = json.dumps({"plan": plan, "on": "2005-11-22"}, default=str).encode()
    [told] = batch(monkeypatch, request)
    assert told["milestones"]["withdrawal-3"]["status"] == "cleared"

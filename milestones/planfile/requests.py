"""Questions to the engine about a plan file, and their answers, as JSON; no database is asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation, UnknownReading, evaluate
from milestones.contingency.plan import Plan
from milestones.contingency.spelling import did_you_mean
from milestones.planfile.document import Format
from milestones.planfile.entry import Document
from milestones.planfile.faults import PlanFileError, Refused, Report
from milestones.planfile.parse import parse_plain
from milestones.planfile.source_text import decoded, read_json
from milestones.planfile.to_plan import to_plan
from milestones.planfile.values import as_date, as_instant, as_slug, described


class BadRequest(ValueError):
    """A question that cannot be answered, and why, naming the value."""


@dataclass(frozen=True, slots=True)
class Question:
    """For which day, from what was known when (None: all), and under which reading (None: the first)."""

    on: date
    known_at: datetime | None = None
    reading: str | None = None


READERS: Mapping[str, Callable[[object], Any]] = {"on": as_date, "known_at": as_instant, "reading": as_slug}


def read_question(values: Mapping[str, object]) -> Question:
    """The question in `on`, `known_at` and `reading`; raises BadRequest, naming what cannot be read."""
    if values.get("on") is None:
        raise BadRequest("on is missing: say for which day, such as 2026-01-14")
    read: dict[str, Any] = {}
    for name, reader in READERS.items():
        if values.get(name) is not None:
            try:
                read[name] = reader(values[name])
            except Refused as refused:
                raise BadRequest(f"{name}: {refused.message}") from refused
    return Question(**read)


def ask(plan: Plan, question: Question) -> Evaluation:
    """The engine's answer; raises BadRequest for a reading that the plan does not declare."""
    try:
        return evaluate(plan, on=question.on, known_at=question.known_at, reading=question.reading)
    except UnknownReading as error:
        name = question.reading or ""
        hint = did_you_mean(name, plan.readings)
        raise BadRequest(f"reading: {described(name)} is not a reading of the plan{hint}") from error


PlanOf = Callable[[Document, datetime | None], Plan]
"""The engine's plan of a file, as known at an instant."""


def answer(line: bytes, form: Format, plan_of: PlanOf = lambda document, _: to_plan(document)) -> dict[str, object]:
    """The evaluation that one line of JSON asks for, or `{"error": ...}`; keys it does not know are let be.

    Where the plan is at fault, `faults` lists each with path, code and message. `plan_of` makes the plan of the file:
    by default of the observations that it holds, without what measures give.
    """
    try:
        request = _request(line)
        question = read_question(request)
        plan = request.get("plan")
        if not isinstance(plan, dict):
            raise BadRequest(f"plan: the document is wanted, as a map; this is {described(plan)}")
        return ask(plan_of(parse_plain(plan, form).document, question.known_at), question).as_dict()
    except BadRequest as error:
        return {"error": str(error)}
    except PlanFileError as error:
        faults = [{"path": fault.path, "code": fault.code, "message": fault.message} for fault in error.faults]
        return {"error": str(error), "faults": faults}


def _request(line: bytes) -> dict[str, object]:
    report = Report()
    try:
        request = read_json(decoded(line), report)
    except Refused as refused:
        raise BadRequest(refused.message) from refused
    if report.faults:
        raise BadRequest("; ".join(map(str, report.faults.values())))
    if not isinstance(request, dict):
        raise BadRequest(f"a request is wanted, as a map with plan and on; this is {described(request)}")
    return request


def as_json(value: Mapping[str, object], *, indent: int | None = None) -> str:
    """The JSON text, in the letters that people write."""
    return json.dumps(value, ensure_ascii=False, indent=indent)

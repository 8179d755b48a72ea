"""Questions to the engine about a plan file, and their answers, as JSON; no database is asked."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation, UnknownReading, evaluate
from milestones.contingency.plan import Plan, RelativeDate
from milestones.contingency.scales import Level
from milestones.contingency.spelling import did_you_mean
from milestones.contingency.whatif import (
    AssumedLevel,
    AssumedSchedule,
    AssumedValue,
    AssumedWaiver,
    AssumedWithdrawal,
    Assumption,
)
from milestones.planfile.composed import MILESTONE, Planned
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Format
from milestones.planfile.entry import Document, Entry
from milestones.planfile.faults import PlanFileError, Refused, Report, in_order
from milestones.planfile.fields import Named, Scale, Schema, led, map_schema, slug_schema
from milestones.planfile.parse import parse_plain
from milestones.planfile.plain_data import decoded, read_json
from milestones.planfile.quantities import Flag, Number, Whole
from milestones.planfile.table import Table
from milestones.planfile.to_plan import to_plan
from milestones.planfile.values import as_date, as_instant, as_slug, described, wrong_type


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


INDICATOR = "milestones.indicator"
MOST_ASSUMPTIONS = 100
SAID_OF = {"milestone": ("level", "planned_start", "due", "withdrawn"), "indicator": ("value",), "gate": ("waived",)}
"""What an assumption can say of the thing that it names."""


def _fits(cursor: Cursor, entry: Entry) -> None:
    """One thing is named, and something is said of it that can be."""
    named = [key for key in SAID_OF if cursor.has(key)]
    if len(named) != 1:
        cursor.error(None, "assumption_kind", f"one of {', '.join(SAID_OF)} is wanted, and no more")
        return
    fitting = SAID_OF[named[0]]
    given = [key for keys in SAID_OF.values() for key in keys if cursor.has(key)]
    for key in given:
        if key not in fitting:
            cursor.error(key, "misplaced", f"this goes with no {named[0]}", key=key)
    if not given:
        cursor.error(None, "missing", f"one of {', '.join(fitting)} is missing", key=fitting[0])
    for key in ("withdrawn", "waived"):
        if cursor.has(key) and not entry[key]:
            cursor.error(key, "not_assumed", f"leave {key} out where it is not assumed", key=key)
    for key in ("planned_start", "due"):
        if isinstance(entry[key], RelativeDate) and entry[key].days < 0:
            message = f"a number of days cannot be negative; this is {entry[key].days}"
            cursor.error(key, "negative_days", message, days=entry[key].days)


ASSUMED = Table(
    key="assume",
    fields=(
        Named(key="milestone", kind=MILESTONE, help="The milestone, by its slug."),
        Scale(key="level", steps=Level, help="It stands at this level, verified, on the day."),
        Planned(key="planned_start", liftable=True, help="It is planned to start then."),
        Planned(key="due", liftable=True, help="It is due then."),
        Flag(key="withdrawn", help="It is withdrawn."),
        Named(key="indicator", kind=INDICATOR, help="The indicator, by its slug."),
        Number(key="value", fits=True, help="It reads this, verified, on the day, in every series that is read."),
        Whole(key="gate", help="The gate, by its number."),
        Flag(key="waived", help="It is waived."),
    ),
    is_needed=True,
    rules=(_fits,),
)


def read_assumptions(body: bytes, plan: Plan) -> tuple[Assumption, ...]:
    """The assumptions in a body, `{"assume": [...]}`; raises PlanFileError with all that is wrong with it.

    A gate is named by its `ref` in the plan.
    """
    report = Report()
    raw: object = None
    try:
        raw = read_json(decoded(body), report)
        if not isinstance(raw, dict):
            raise wrong_type("a map with the list “assume”", raw)
    except Refused as refused:
        report.refuse((), refused)
        raise PlanFileError(in_order(report.faults, None)) from refused
    cursor = Cursor(raw, (), report)
    cursor.check_keys([ASSUMED.key])
    entries = ASSUMED.read_in(cursor)
    if not 1 <= len(entries) <= MOST_ASSUMPTIONS and not report.faults:
        cursor.error(ASSUMED.key, "too_many", f"from 1 to {MOST_ASSUMPTIONS} are wanted; these are {len(entries)}")
    gates = {
        group.ref: (milestone.slug, number)
        for milestone in plan.milestones
        for number, group in enumerate(milestone.groups)
    }
    milestones, indicators = ({part.slug for part in named} for named in (plan.milestones, plan.indicators))
    report.look_up({MILESTONE: milestones, INDICATOR: indicators})
    for index, entry in enumerate(entries):
        if entry["gate"] is not None and entry["gate"] not in gates:
            message = f"the plan has no gate {entry['gate']}"
            report.error((ASSUMED.key, index, "gate"), "unknown_gate", message, gate=entry["gate"])
    if report.faults:
        raise PlanFileError(in_order(report.faults, raw))
    return tuple(assumption for entry in entries for assumption in _assumptions(entry, gates))


def _assumptions(entry: Entry, gates: dict[Any, tuple[str, int]]) -> Iterator[Assumption]:
    slug = entry["milestone"]
    if entry["level"] is not None:
        yield AssumedLevel(slug, entry["level"])
    if entry["planned_start"] is not None or entry["due"] is not None:
        yield AssumedSchedule(slug, entry["planned_start"], entry["due"])
    if entry["withdrawn"]:
        yield AssumedWithdrawal(slug)
    if entry["value"] is not None:
        yield AssumedValue(entry["indicator"], entry["value"])
    if entry["waived"]:
        yield AssumedWaiver(*gates[entry["gate"]])


def body_schema() -> Schema:
    """The JSON Schema of a body."""
    assumed = map_schema({field.key: field.schema() for field in ASSUMED.fields})
    assumed = led(assumed, lambda _slug: slug_schema(in_template=False))
    entries = {"type": "array", "items": assumed, "minItems": 1, "maxItems": MOST_ASSUMPTIONS}
    return map_schema({ASSUMED.key: entries}, [ASSUMED.key])

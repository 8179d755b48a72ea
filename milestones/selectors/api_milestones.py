"""Milestones with their verdicts: stored ones for the public's today, evaluated ones for everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf

from milestones.contingency import Evaluation
from milestones.contingency.days import iso
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.explanation import explain
from milestones.models import Audience, Milestone, MilestoneStatus, audience_of
from milestones.selectors.plans import Reader
from milestones.state.finding import Freshness

ORDERINGS = ("rank", "slug", "due", "earliest_complete", "delay_days", "releases", "downstream")
IN_COLUMNS = {
    "rank": "rank",
    "slug": "slug",
    "due": "due_in_force",
    "earliest_complete": "current__earliest_complete",
    "delay_days": "current__delay_days",
    "releases": "current__releases",
    "downstream": "current__downstream",
}
VERDICT = ("level", "status", "overdue", "reasons", "schedule", "forecast", "releases", "downstream")
DATES = ("earliest_start", "established_start", "earliest_complete", "established_complete")

Row = dict[str, Any]
Page = tuple[int, list[int]]
"""How many milestones there are in all, and the keys of those on the page, in order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of milestones asks of their verdicts; None asks nothing. `due` is the date in force."""

    statuses: frozenset[str] | None
    overdue: bool | None
    due_from: date | None
    due_to: date | None
    ordering: tuple[str, ...]
    offset: int
    limit: int


def may_use_stored(user: Reader, plans: tuple[Freshness, ...]) -> bool:
    """Whether stored verdicts are what the reader would be told if they were made now.

    They are of published facts alone, so not for a reader whose evaluation counts more; and while an edit waits
    they might still name what it has just hidden.
    """
    return audience_of(user) is Audience.PUBLIC and not any(each.is_stale for each in plans)


def stored_page(rows: QuerySet[Milestone], wanted: Wanted) -> Page:
    """The page by the stored verdicts: two queries."""
    day: Any = KeyTextTransform("day", KeyTransform("due", KeyTransform("schedule", "current__verdict")))
    # SQLite gives a JSON null as the text "null".
    rows = rows.annotate(due_in_force=NullIf(Cast(day, TextField()), Value("null", output_field=TextField())))
    if wanted.statuses is not None:
        rows = rows.filter(current__status__in=sorted(wanted.statuses))
    if wanted.overdue is not None:
        rows = rows.filter(current__is_overdue=wanted.overdue)
    if wanted.due_from is not None:
        rows = rows.filter(due_in_force__gte=wanted.due_from.isoformat())
    if wanted.due_to is not None:
        rows = rows.filter(due_in_force__lte=wanted.due_to.isoformat())
    terms = []
    for word in wanted.ordering:
        column = F(IN_COLUMNS[word.removeprefix("-")])
        descending = word.startswith("-")
        terms.append(column.desc(nulls_last=True) if descending else column.asc(nulls_last=True))
    keys = rows.order_by(*terms, "plan__slug", "rank", "pk").values_list("pk", flat=True)
    return rows.count(), list(keys[wanted.offset : wanted.offset + wanted.limit])


def evaluated_page(rows: QuerySet[Milestone], evaluations: Mapping[int, Evaluation], wanted: Wanted) -> Page:
    """The page by the plans' evaluations: one query."""
    ranked = rows.order_by("plan__slug", "rank", "pk").values_list("pk", "plan_id", "slug", "rank")
    found = []
    for key, plan, slug, rank in ranked:
        evaluation = evaluations.get(plan)
        verdict = evaluation.milestones.get(slug) if evaluation else None
        terms = _terms(verdict, slug, rank)
        if _passes(verdict, terms["due"], wanted):
            found.append((key, terms))
    for word in reversed(wanted.ordering):
        name = word.removeprefix("-")
        present = [each for each in found if each[1][name] is not None]
        missing = [each for each in found if each[1][name] is None]
        present.sort(key=lambda each: each[1][name], reverse=word.startswith("-"))
        found = present + missing
    page = found[wanted.offset : wanted.offset + wanted.limit]
    return len(found), [key for key, _terms_ in page]


def _terms(verdict: MilestoneVerdict | None, slug: str, rank: int) -> Row:
    """What a milestone is ordered by; all but slug and rank None without a verdict."""
    if verdict is None:
        return dict.fromkeys(ORDERINGS) | {"slug": slug, "rank": rank}
    forecast, due = verdict.forecast, verdict.facts.schedule.due.day
    return {
        "slug": slug,
        "rank": rank,
        "due": None if due is None else iso(due),
        "earliest_complete": forecast.complete_earliest,
        "delay_days": forecast.delay_days,
        "releases": verdict.releases,
        "downstream": verdict.downstream,
    }


def _passes(verdict: MilestoneVerdict | None, due: str | None, wanted: Wanted) -> bool:
    if wanted.statuses is not None and (verdict is None or verdict.status.value not in wanted.statuses):
        return False
    if wanted.overdue is not None and (verdict is None or verdict.is_overdue != wanted.overdue):
        return False
    if wanted.due_from is not None and (due is None or due < wanted.due_from.isoformat()):
        return False
    return wanted.due_to is None or (due is not None and due <= wanted.due_to.isoformat())


def stored_verdicts(keys: Iterable[int], *, whole: bool = False) -> dict[int, Row]:
    """The stored verdicts of the milestones, as `verdict_of` gives them; `whole` with their gates."""
    rows: Any = MilestoneStatus.objects.filter(pk__in=list(keys)).annotate(
        schedule=KeyTransform("schedule", "verdict")
    )
    columns = ("pk", "status", "level_low", "level_high", "is_overdue", "reasons", "schedule", "delay_days",
               "releases", "downstream", *DATES)  # fmt: skip
    found = {}
    for row in rows.values(*columns, *(["verdict"] if whole else [])):
        dates = {name: day.isoformat() if (day := row[name]) else None for name in DATES}
        verdict = {
            "level": {"low": row["level_low"], "high": row["level_high"]},
            "status": row["status"],
            "overdue": row["is_overdue"],
            "reasons": row["reasons"],
            "schedule": row["schedule"],
            "forecast": {
                "start": {"earliest": dates["earliest_start"], "established": dates["established_start"]},
                "complete": {
                    "earliest": dates["earliest_complete"],
                    "established": dates["established_complete"],
                },
                "delay_days": row["delay_days"],
            },
            "releases": row["releases"],
            "downstream": row["downstream"],
        }
        found[row["pk"]] = verdict | ({"gates": bare_gates(row["verdict"])} if whole else {})
    return found


def verdict_of(evaluation: Evaluation, slug: str, *, whole: bool = False) -> Row | None:
    """The milestone's verdict and schedule as JSON, None where it does not count; `whole` with its gates."""
    if slug not in evaluation.milestones:
        return None
    explained = explain(evaluation, slug).as_dict()
    verdict = {name: explained[name] for name in VERDICT}
    return verdict | ({"gates": bare_gates(explained)} if whole else {})


GATE = ("before", "force", "require", "waived", "truth", "truth_when_reached", "earliest")


def bare_gates(explained: Mapping[str, Any]) -> list[Row]:
    """The gates of an explained verdict as in the published document, without the proof."""
    return [
        {name: gate[name] for name in GATE}
        | {
            "conditions": [
                {name: each[name] for name in ("truth", "earliest")} for each in gate["conditions"]
            ]
        }
        for gate in explained["gates"]
    ]


def no_verdict(*, whole: bool = False) -> Row:
    """What stands where a milestone does not count."""
    return dict.fromkeys([*VERDICT, *(["gates"] if whole else [])])

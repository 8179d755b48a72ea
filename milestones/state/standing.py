"""How plans stand, in one query: what every tag is made of, and what a state is found by."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.utils import timezone, translation

from milestones.models import JobRun, Plan, PlanStatus, Publication, RecomputeMark, Revision, SeenBy
from milestones.models.publication import SightOf
from milestones.selectors.plans import calendar_day
from milestones.state.boundary import SEEN_BY, own_number
from milestones.state.plan_state import Version

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNDONE = (JobRun.Outcome.FAILED.value, JobRun.Outcome.LOST.value)


@dataclass(frozen=True, slots=True)
class Freshness:
    """A plan as it stands for those who see `seen`: the version of its rows, and how fresh all that is.

    `calendar_day` is today where the plan is, even of one that has ended; `computed_at` is when what they are told was
    last computed, `revised_at` when what they see was last revised, and `taken_up_at` of the plan's newest revision, by
    whose day embargoes end. `names` are in the order of `LANGUAGES`, and `revision` is the plan's own number.
    """

    plan_id: int
    slug: str
    names: tuple[str, ...]
    seen: frozenset[Publication]
    calendar_day: date
    ended: date | None
    revision: int
    version: Version
    stored_on: date | None
    computed_at: datetime | None
    revised_at: datetime | None
    taken_up_at: datetime | None
    waiting_since: datetime | None
    """When the first edit was made that waits for its recompute."""
    has_failed: bool
    """Whether an edit waits and the last recompute failed."""

    @property
    def tag(self) -> tuple[int, Version, str, str, bool, bool]:
        """Equal ones give equal answers to equal questions of those who see the same."""
        computed = "" if self.computed_at is None else self.computed_at.isoformat()
        day = self.calendar_day.isoformat()
        return self.plan_id, self.version, day, computed, self.is_stale, self.has_failed

    @property
    def label(self) -> tuple[str, tuple[str, ...]]:
        """What is told of the plan where it is only named."""
        return self.slug, self.names

    @property
    def name(self) -> str:
        """What it is called in the language that is spoken, or else in the first."""
        return self.names[LANGUAGES.index(translation.get_language())] or self.names[0]

    @property
    def today(self) -> date:
        """The plan's own today: of one that has ended its last day."""
        return self.calendar_day if self.ended is None else min(self.calendar_day, self.ended)

    @property
    def is_stale(self) -> bool:
        """Whether the stored evaluation is behind: an edit waits, or it is of another day."""
        _number, waiting, _newest = self.version
        return waiting > 0 or self.stored_on != self.today


def freshness(sights: Sequence[SightOf], slugs: Collection[str] | None) -> tuple[Freshness, ...]:
    """How the plans that are seen stand, each for those who see the most of it, by slug, or those named; one query."""
    if slugs is not None and not slugs:
        return ()
    queries = []
    for seen, plans in sights:
        where = f"WHERE plan.publication IN ({_words(seen)})"
        if plans is not None:
            where += f" AND plan.id IN ({', '.join(map(str, plans))})"
        if slugs is not None:
            where += f" AND plan.slug IN ({', '.join(['%s'] * len(slugs))})"
        queries.append(_query(seen, connection.vendor) + where)
    told = _asked(" UNION ALL ".join(queries), [*(slugs or ())] * len(queries))
    most = {fresh.slug: fresh for fresh in sorted(told, key=lambda fresh: len(fresh.seen))}
    return tuple(most[slug] for slug in sorted(most))


def freshness_of(plan_id: int, seen: frozenset[Publication]) -> Freshness:
    """That of one plan, whoever sees it."""
    (fresh,) = _asked(f"{_query(seen, connection.vendor)} WHERE plan.id = %s", [plan_id])
    return fresh


def _asked(query: str, values: Sequence[Any]) -> list[Freshness]:
    now = timezone.now()
    return [_told(now, *row) for row in rows_of(query, values, is_planned=len(values) <= 1)]


@cache
def _query(seen: frozenset[Publication], vendor: str) -> str:
    """Written out, for the ORM takes longer to make it than a database to answer it, and each reader waits for it.

    What they see was revised by the first revision after the last that they count lower; a mark that tells of no row is
    of what everybody sees, and those who see drafts read the tables while anything waits, and count them all.
    """
    own = own_number(seen)
    marks = f"FROM {RecomputeMark._meta.db_table} AS mark WHERE mark.plan_id = plan.id"
    if Publication.DRAFT not in seen:
        word = SEEN_BY_OF[vendor]
        marks += f" AND ({word} IS NULL OR {word} IN ({_words(SeenBy.within(seen))}))"
    revisions = Revision._meta.db_table
    return f"""
SELECT '{" ".join(sorted(seen))}', plan.id, plan.slug, plan.timezone, plan.ended, plan.revision, newest.{own},
(SELECT COUNT(*) {marks}), (SELECT MAX(mark.id) {marks}), (SELECT MIN(mark.raised_at) {marks}),
stored."on", stored.computed_at,
(SELECT revision.at FROM {revisions} AS revision WHERE revision.plan_id = plan.id AND revision.number > COALESCE(
 (SELECT earlier.number FROM {revisions} AS earlier WHERE earlier.plan_id = plan.id AND earlier.{own} < newest.{own}
  ORDER BY earlier.number DESC LIMIT 1), 0) ORDER BY revision.number LIMIT 1), newest.at,
(SELECT run.outcome FROM {JobRun._meta.db_table} AS run
 WHERE run.plan_id = plan.id AND run.task = '{JobRun.RECOMPUTE}'
 AND run.outcome <> '{JobRun.Outcome.RUNNING.value}' ORDER BY run.id DESC LIMIT 1),
{", ".join(f"plan.name_{code}" for code in LANGUAGES)}
FROM {Plan._meta.db_table} AS plan
LEFT JOIN {PlanStatus._meta.db_table} AS stored ON stored.plan_id = plan.id
LEFT JOIN {revisions} AS newest ON newest.plan_id = plan.id AND newest.number = plan.revision
"""  # noqa: S608 - names of tables and columns, and words of ours, none of a reader's


SEEN_BY_OF = {"postgresql": f"mark.cause ->> '{SEEN_BY}'", "sqlite": f"JSON_EXTRACT(mark.cause, '$.{SEEN_BY}')"}


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(map(str, words)))


def _told(
    now: datetime, seen: str, key: int, slug: str, zone: str, ended: date | None, revision: int,
    own: int | None, waiting: int, newest: int | None, since: datetime | str | None, stored_on: date | None,
    stored_at: datetime | None, revised_at: datetime | str | None, taken_up_at: datetime | None, outcome: str | None,
    *names: str | None,
) -> Freshness:  # fmt: skip
    stored, revised = _aware(stored_at), _aware(revised_at)
    return Freshness(
        plan_id=key,
        slug=slug,
        names=tuple(name or "" for name in names),
        seen=frozenset(map(Publication, seen.split())),
        calendar_day=calendar_day(zone, now),
        ended=ended,
        revision=revision,
        version=(own or 0, waiting, newest or 0),
        stored_on=stored_on,
        computed_at=max(filter(None, (stored, revised)), default=None),
        revised_at=revised,
        taken_up_at=_aware(taken_up_at),
        waiting_since=_aware(since),
        has_failed=waiting > 0 and outcome in UNDONE,
    )


def _aware(instant: datetime | str | None) -> datetime | None:
    """SQLite keeps UTC without saying so, and tells what a query works out as a text."""
    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant)
    return instant.replace(tzinfo=UTC) if instant is not None and instant.tzinfo is None else instant


def rows_of(query: str, values: Sequence[Any], *, is_planned: bool) -> list[tuple[Any, ...]]:
    """What the query answers; `is_planned` where it is one of few, since each is kept as long as its connection.

    Whether the connection still stands is not asked before, as Django would, for that costs as much again: one that
    does not is made anew.
    """
    if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        is_planned = False  # by the setting that poolers need which hand a transaction to any connection
    if connection.in_atomic_block:
        return _rows(query, values, is_planned=is_planned)
    connection.health_check_done = True  # type: ignore[attr-defined] # the stubs have it not
    try:
        return _rows(query, values, is_planned=is_planned)
    except (InterfaceError, OperationalError):
        connection.close()
        return _rows(query, values, is_planned=is_planned)


def _rows(query: str, values: Sequence[Any], *, is_planned: bool) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_planned(query, len(values)) if is_planned else query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _planned(query: str, values: int) -> str:
    """The statement that asks the query as it was planned before on this connection."""
    own = connections[DEFAULT_DB_ALIAS]  # this thread's, and not the proxy that all threads share
    held, name = own.__dict__, f"planned_{crc32(query.encode()):08x}"
    if held.get("planned_on") is not own.connection:
        held |= {"planned_on": own.connection, "planned": set()}
    if name not in held["planned"]:
        text = query % tuple(f"${number}" for number in range(1, values + 1))
        with own.wrap_database_errors, own.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {text}")
        held["planned"].add(name)
    return f"EXECUTE {name}({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"

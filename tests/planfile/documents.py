"""A Hypothesis strategy for whole documents: every key of the format, all slugs and rules respected."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from hypothesis import strategies as st

from milestones.contingency.plan import LIFTED, PlannedDate, RelativeDate
from milestones.contingency.scales import Before, Force, Grade, Level
from milestones.limits import plain
from milestones.models.choices import STANCES, TIERS, ActorKind, Direction, MilestoneKind
from milestones.models.publication import Publication
from milestones.planfile import Document as DocumentEntry
from milestones.planfile import Entry
from milestones.planfile.composed import About, Retraction
from milestones.planfile.text import LANGUAGES, Text
from milestones.planfile.vocabulary import DERIVED_SERIES, NONE_DESIGNATED
from tests.planfile.entries import (
    Actor,
    Area,
    Assessment,
    Clause,
    Condition,
    Document,
    Gate,
    Indicator,
    Milestone,
    Observation,
    Phase,
    Pillar,
    PlanHeader,
    Position,
    Reading,
    ScheduleRevision,
    Series,
    Source,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)

AWKWARD = (
    "no", "on", "yes", "null", "~", "true", "16", "010", "1e3", "1_000", "12:30", ".5", ".inf", "2026-01-14",
    "2026-01-14T18:00:00Z", "- dash", "# hash", "a: b", "a #b", "{area}", "{area_name}", "[x]", "'", '"', "|", ">",
    "&a", "*a", "!tag", "%d", "@x", "`x`", "two\nlines", " first\n  second\n", "ends in space ", "\ttab", "=", "<<",
    "غزة", "עזה", "مرحبا: \"أ\"", "e\u0301", "\u2028", "\u200f", "\ufeff", "😀", "a" * 130, "word " * 60, "\\n",
)  # fmt: skip

characters = st.characters(exclude_categories=("Cs", "Cc"))
words = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.one_of(characters, st.sampled_from("\n\t :#'\"")), min_size=1, max_size=30)
).filter(lambda said: bool(said.strip()))
code_words = words.filter(lambda said: len(said) <= 100)
texts = st.builds(Text, st.one_of(words, st.dictionaries(st.sampled_from(LANGUAGES), words, min_size=1)))
slugs = st.one_of(
    st.sampled_from(["no", "on", "yes", "null", "true", "e1", "y", "handover", "handover-2", "m-"]),
    st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True),
).filter(lambda slug: slug not in (NONE_DESIGNATED, DERIVED_SERIES))
dates = st.one_of(st.dates(date(2004, 1, 1), date(2030, 12, 31)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
past_instants = st.datetimes(datetime(1900, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
decimals = st.builds(
    lambda digits, places: plain(Decimal(digits).scaleb(-places)),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 10),
)
days = st.one_of(st.integers(0, 60), st.integers(0, 36_525))
grades = st.sampled_from(Grade)
required_grades = st.sampled_from([Grade.REPORTED, Grade.CORROBORATED, Grade.VERIFIED])
reachable = st.sampled_from([Level.MINIMUM, Level.INTERMEDIATE, Level.COMPLETE])
publications = st.sampled_from(Publication.values)
retractions = st.builds(Retraction, instants, st.none() | texts)
urls = st.sampled_from(["https://example.org/a?b=c#d", "http://example.org", "https://example.org/" + "x" * 120])
data = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**15) + 1, 10**15 - 1), words, st.just("")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(words.filter(lambda key: len(key) <= 60), inner, max_size=3)
    ),
    max_leaves=8,
)


def optional(strategy: st.SearchStrategy) -> st.SearchStrategy:
    """A value or None."""
    return st.none() | strategy


def some_of(names: Sequence[str]) -> st.SearchStrategy:
    """One of the slugs, or None where there are none."""
    return optional(st.sampled_from(names)) if names else st.none()


def several_of(names: Sequence[str], most: int = 3) -> st.SearchStrategy:
    """Some of the slugs, in any order."""
    if not names:
        return st.just(())
    return st.lists(st.sampled_from(names), unique=True, max_size=most).map(tuple)


def tuples(strategy: st.SearchStrategy, most: int) -> st.SearchStrategy:
    """A short tuple."""
    return st.lists(strategy, max_size=most).map(tuple)


def unique_slugs(most: int, least: int = 0) -> st.SearchStrategy:
    """A few slugs, each once."""
    return st.lists(slugs, unique=True, min_size=least, max_size=most)


@st.composite
def documents(draw: st.DrawFn) -> DocumentEntry:
    """A whole valid document."""
    names = {
        "actors": draw(unique_slugs(3)),
        "sources": draw(unique_slugs(3)),
        "pillars": draw(unique_slugs(3, least=1)),
        "readings": draw(unique_slugs(3)),
        "phases": draw(unique_slugs(2)),
        "areas": draw(unique_slugs(2)),
        "indicators": draw(unique_slugs(3)),
        "milestones": draw(unique_slugs(4)),
    }
    homes = {slug: draw(st.sampled_from(names["pillars"])) for slug in names["milestones"]}
    actors = some_of(names["actors"])
    sections = st.dictionaries(
        st.sampled_from(["governance", "reconstruction", "demilitarisation"]),
        data.filter(lambda raw: raw is not None),
        max_size=2,
    )
    return Document(
        plan=draw(headers()),
        pillars=_each(draw, Pillar, names["pillars"], name=texts, summary=optional(texts)),
        readings=_each(draw, Reading, names["readings"], name=texts, actor=actors),
        actors=_each(
            draw,
            Actor,
            names["actors"],
            name=texts,
            kind=optional(st.sampled_from(ActorKind.values)),
            url=optional(urls),
        ),
        sources=_each(
            draw,
            Source,
            names["sources"],
            title=texts,
            publisher=optional(texts),
            date=optional(dates),
            url=optional(urls),
            archived_url=optional(urls),
            language=optional(st.sampled_from(["en", "ar", "he", "no", "pt-BR"])),
            tier=optional(st.sampled_from([*dict(TIERS)])),
            publication=publications,
        ),
        clauses=draw(clauses(names["sources"])),
        phases=tuple(draw(phases(slug)) for slug in names["phases"]),
        areas=_each(draw, Area, names["areas"], name=texts, p_code=optional(code_words)),
        indicators=tuple(draw(indicators(slug, names)) for slug in names["indicators"]),
        milestones=tuple(draw(milestones(slug, names, homes)) for slug in names["milestones"]),
        positions=draw(tuples(positions(names), 2)) if names["actors"] else (),
        sections=draw(sections),
    )


def _each(
    draw: st.DrawFn, entry: Callable[..., Entry], names: Sequence[str], /, **strategies: st.SearchStrategy
) -> tuple:
    return tuple(draw(st.builds(entry, slug=st.just(slug), **strategies)) for slug in names)


def clauses(sources: Sequence[str]) -> st.SearchStrategy:
    """A few places in the sources, each once."""
    if not sources:
        return st.just(())
    places = st.tuples(st.sampled_from(sources), code_words)
    return st.lists(places, unique=True, max_size=3).flatmap(
        lambda chosen: st.tuples(
            *(
                st.builds(Clause, source=st.just(source), number=st.just(number), text=texts)
                for source, number in chosen
            )
        )
    )


def headers() -> st.SearchStrategy:
    """The plan itself."""
    return st.builds(
        PlanHeader,
        slug=slugs,
        name=texts,
        summary=optional(texts),
        verification=required_grades,
        timezone=st.sampled_from(["UTC", "Asia/Gaza", "Asia/Jakarta"]),
        as_of=optional(dates),
        ended=optional(dates),
        licence=optional(st.sampled_from(["CC-BY-4.0", "ODbL-1.0"])),
        publication=publications,
    )


@st.composite
def phases(draw: st.DrawFn, slug: str) -> Entry:
    """A phase whose end does not come before its start."""
    start, end = draw(optional(dates)), draw(optional(dates))
    if start and end and end < start:
        start, end = end, start
    return Phase(slug=slug, name=draw(texts), start=start, end=end)


@st.composite
def recorded(draw: st.DrawFn, day: date) -> datetime:
    """Midnight UTC of the day, as often as not, or any instant that has come."""
    return draw(st.one_of(st.just(datetime.combine(day, time(), UTC)), past_instants))


@st.composite
def indicators(draw: st.DrawFn, slug: str, names: dict[str, list[str]]) -> Entry:
    """An indicator with series and observations."""
    declared = draw(unique_slugs(2))
    measure = draw(optional(st.just("governance.seats_filled")))
    used = declared or draw(unique_slugs(2))
    count = draw(st.integers(0, 4))
    return Indicator(
        slug=slug,
        name=draw(texts),
        pillar=draw(st.sampled_from(names["pillars"])),
        unit=draw(optional(texts)),
        decimals=draw(st.integers(0, 10)),
        direction=draw(st.sampled_from(Direction.values)),
        definition=draw(optional(texts)),
        baseline=draw(optional(decimals)),
        target=draw(optional(decimals)),
        target_date=draw(optional(dates)),
        verification=draw(optional(required_grades)),
        official=draw(some_of(used)),
        stale_after=draw(optional(days)),
        measure=measure,
        area=draw(some_of(names["areas"])),
        publication=draw(publications),
        series=_each(
            draw, Series, declared, name=optional(texts), actor=some_of(names["actors"]), definition=optional(texts)
        ),
        observations=tuple(draw(observations(["", *used], names)) for _ in range(count)),
    )


@st.composite
def observations(draw: st.DrawFn, series: list[str], names: dict[str, list[str]]) -> Entry:
    """An observation in one of the series."""
    day = draw(dates)
    return Observation(
        date=day,
        value=draw(decimals),
        recorded=draw(recorded(day)),
        verification=draw(grades),
        source=draw(some_of(names["sources"])),
        series=draw(st.sampled_from(series)) or None,
        note=draw(optional(texts)),
        retracted=draw(optional(retractions)),
        publication=draw(publications),
    )


@st.composite
def milestones(draw: st.DrawFn, slug: str, names: dict[str, list[str]], homes: dict[str, str]) -> Entry:
    """A milestone with its schedule, records and gates."""
    start, due = draw(planned_dates(names["milestones"]))
    certifiers = some_of([NONE_DESIGNATED, *names["actors"]])
    return Milestone(
        slug=slug,
        name=draw(texts),
        pillar=homes[slug],
        kind=draw(st.sampled_from(MilestoneKind.values)),
        description=draw(optional(texts)),
        phase=draw(some_of(names["phases"])),
        area=draw(some_of(names["areas"])),
        responsible=draw(several_of(names["actors"])),
        source=draw(some_of(names["sources"])),
        clause=draw(optional(code_words)),
        planned_start=start,
        due=due,
        lapses=draw(optional(dates)),
        weight=draw(decimals.filter(lambda weight: weight > 0)),
        verification=draw(optional(required_grades)),
        certifier=draw(certifiers),
        indicators=draw(several_of(names["indicators"])),
        publication=draw(publications),
        schedule=draw(tuples(revisions(names), 3)),
        withdrawn=draw(tuples(suspensions(names, Withdrawal, WithdrawalEnding), 2)),
        assessments=draw(tuples(assessments(names), 3)),
        gates=draw(tuples(gates(slug, names, homes), 3)),
    )


@st.composite
def planned_dates(draw: st.DrawFn, names: list[str]) -> tuple[PlannedDate | None, PlannedDate | None]:
    """A planned start and a due date that does not come before it."""
    relative = st.builds(RelativeDate, days=days, after=st.sampled_from(names), reaches=reachable)
    start, due = draw(optional(dates | relative)), draw(optional(dates | relative))
    if isinstance(start, date) and isinstance(due, date) and due < start:
        return due, start
    if isinstance(start, RelativeDate) and isinstance(due, RelativeDate) and due.days < start.days:
        return due, start
    return start, due


@st.composite
def revisions(draw: st.DrawFn, names: dict[str, list[str]]) -> Entry:
    """A schedule revision."""
    day = draw(dates)
    given = draw(planned_dates(names["milestones"]))
    lifted = st.sampled_from([(LIFTED, LIFTED), (LIFTED, given[1]), (given[0], LIFTED)])
    start, due = given if any(given) and draw(st.booleans()) else draw(lifted)
    return ScheduleRevision(
        date=day,
        recorded=draw(recorded(day)),
        planned_start=start,
        due=due,
        source=draw(some_of(names["sources"])),
        note=draw(optional(texts)),
        publication=draw(publications),
    )


@st.composite
def suspensions(
    draw: st.DrawFn, names: dict[str, list[str]], record: Callable[..., Entry], ending: Callable[..., Entry]
) -> Entry:
    """A waiver or a withdrawal."""
    day, last = sorted((draw(dates), draw(dates)))
    over = ending(date=last, recorded=draw(recorded(last)), source=draw(some_of(names["sources"])))
    return record(
        date=day,
        recorded=draw(recorded(day)),
        source=draw(some_of(names["sources"])),
        note=draw(optional(texts)),
        ended=draw(optional(st.just(over))),
        publication=draw(publications),
    )


@st.composite
def assessments(draw: st.DrawFn, names: dict[str, list[str]]) -> Entry:
    """An assessment."""
    day = draw(dates)
    return Assessment(
        date=day,
        level=draw(st.sampled_from(Level)),
        recorded=draw(recorded(day)),
        verification=draw(grades),
        source=draw(some_of(names["sources"])),
        note=draw(optional(texts)),
        retracted=draw(optional(retractions)),
        publication=draw(publications),
    )


@st.composite
def gates(draw: st.DrawFn, slug: str, names: dict[str, list[str]], homes: dict[str, str]) -> Entry:
    """A gate before a step of the milestone `slug`, never on that step itself."""
    before = draw(st.sampled_from([step.value for step in Before]))
    held = tuple(draw(st.lists(conditions(slug, before, names, homes), min_size=1, max_size=4)))
    return Gate(
        before=before,
        conditions=held,
        require=draw(st.one_of(st.sampled_from(["all", "any"]), st.integers(1, len(held)))),
        force=draw(st.sampled_from([force.value for force in Force])),
        readings=draw(several_of(names["readings"])),
        source=draw(some_of(names["sources"])),
        clause=draw(optional(code_words)),
        note=draw(optional(texts)),
        waived=draw(tuples(suspensions(names, Waiver, WaiverEnding), 2)),
    )


def conditions(slug: str, before: str, names: dict[str, list[str]], homes: dict[str, str]) -> st.SearchStrategy[Entry]:
    """A condition of any kind that the plan allows."""
    progress = st.one_of(
        st.integers(0, 100).map(Decimal), st.integers(0, 1000).map(lambda mills: plain(Decimal(mills) / 10))
    )
    kinds: list[st.SearchStrategy[Entry]] = [
        st.builds(Condition, date=dates),
        st.builds(Condition, pillar=st.sampled_from(sorted(set(homes.values()))), progress=progress),
        st.builds(Condition, milestone=st.sampled_from(names["milestones"]), reaches=reachable, for_days=days).filter(
            lambda condition: condition.milestone != slug or condition.reaches < Before(before).level
        ),
    ]
    if names["indicators"]:
        indicator = st.sampled_from(names["indicators"])
        kinds.append(st.builds(Condition, indicator=indicator, at_least=decimals, for_days=days))
        kinds.append(st.builds(Condition, indicator=indicator, at_most=decimals, for_days=days))
    return st.one_of(kinds)


def positions(names: dict[str, list[str]]) -> st.SearchStrategy[Entry]:
    """What one of the actors says."""
    about = [st.just(About()), st.builds(About, pillar=st.sampled_from(names["pillars"]))]
    if names["milestones"]:
        about.append(st.builds(About, milestone=st.sampled_from(names["milestones"])))
    return dates.flatmap(
        lambda day: st.builds(
            Position,
            actor=st.sampled_from(names["actors"]),
            date=st.just(day),
            stance=st.sampled_from([*dict(STANCES)]),
            recorded=recorded(day),
            about=st.one_of(about),
            source=some_of(names["sources"]),
            note=optional(texts),
            retracted=optional(retractions),
            publication=publications,
        )
    )

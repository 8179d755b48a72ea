"""What governance's panel and pages show, as the reader may see it, for a day and an instant."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from milestones.contingency.scales import Grade
from milestones.models import Milestone, Plan, Publication
from milestones.selectors.milestone_records import Instant, SourceOf, label_of, visible_sources
from milestones.selectors.plans import Reader
from pillars.governance.models import (
    Appointment,
    Benchmark,
    BenchmarkFinding,
    Body,
    Function,
    FunctionHandover,
    Seat,
    ServiceDelivery,
    Vacancy,
)
from pillars.governance.models.choices import Vetting
from pillars.governance.notes import (
    BenchmarkNote,
    BodyNote,
    FunctionNote,
    GovernanceFacts,
    SaidNote,
    SeatNote,
    SeatState,
)


def governance_facts(
    plan: Plan, *, user: Reader, on: dt.date, known_at: dt.datetime | None = None
) -> GovernanceFacts:
    """The plan's bodies, functions and benchmarks, each in the plan's order."""
    instant, source = Instant(on, known_at), visible_sources(plan, user)
    return GovernanceFacts(
        bodies=_bodies(plan, user, instant, source),
        functions=_functions(plan, user, instant, source),
        benchmarks=_benchmarks(plan, user, instant, source),
    )


def body_note(plan: Plan, slug: str, *, user: Reader, on: dt.date, known_at: dt.datetime | None) -> BodyNote:
    """The body by its slug; raises Body.DoesNotExist for one that the reader may not see."""
    instant, source = Instant(on, known_at), visible_sources(plan, user)
    found = {note.body.slug: note for note in _bodies(plan, user, instant, source, slug=slug)}
    if slug not in found:
        raise Body.DoesNotExist(slug)
    return found[slug]


def function_note(
    plan: Plan, slug: str, *, user: Reader, on: dt.date, known_at: dt.datetime | None
) -> FunctionNote:
    """The function by its slug; raises Function.DoesNotExist for one that the reader may not see."""
    instant, source = Instant(on, known_at), visible_sources(plan, user)
    found = {note.function.slug: note for note in _functions(plan, user, instant, source, slug=slug)}
    if slug not in found:
        raise Function.DoesNotExist(slug)
    return found[slug]


def benchmark_note(
    plan: Plan, slug: str, *, user: Reader, on: dt.date, known_at: dt.datetime | None
) -> BenchmarkNote:
    """The benchmark by its slug; raises Benchmark.DoesNotExist for one that the reader may not see."""
    instant, source = Instant(on, known_at), visible_sources(plan, user)
    found = {note.benchmark.slug: note for note in _benchmarks(plan, user, instant, source, slug=slug)}
    if slug not in found:
        raise Benchmark.DoesNotExist(slug)
    return found[slug]


def _bodies(
    plan: Plan, user: Reader, instant: Instant, source: SourceOf, **where: str
) -> tuple[BodyNote, ...]:
    bodies = list(Body.objects.filter(plan=plan, **where).visible_to(user))
    rows = Seat.objects.filter(body__in=[body.pk for body in bodies]).visible_to(user)
    seats = list(rows.select_related("portfolio"))
    keys = [seat.pk for seat in seats]
    held = Appointment.objects.filter(seat__in=keys).visible_to(user).select_related("vetted_by")
    vacant = Vacancy.objects.filter(seat__in=keys).visible_to(user)
    said = [
        *(_said(row, row.seat_id, row.holder, instant, source) for row in held if instant.holds(row)),
        *(_said(row, row.seat_id, None, instant, source) for row in vacant if instant.holds(row)),
    ]
    notes = [_seat(seat, _newest_first(said, seat.pk), instant.on) for seat in seats]
    return tuple(
        BodyNote(
            body,
            label_of(body),
            source(body.source_id),
            tuple(note for note in notes if note.seat.body_id == body.pk),
        )
        for body in bodies
    )


def _seat(seat: Seat, records: tuple[SaidNote, ...], on: dt.date) -> SeatNote:
    counting = [record for record in records if record.stands]
    current = next(iter(counting), None)
    since = None
    if current is not None and current.said is not None:
        since = current.day
        for record in counting:
            if record.said != current.said:
                break
            since = record.day
    return SeatNote(seat, _state(current, on), current, since, records)


def _state(current: SaidNote | None, on: dt.date) -> SeatState:
    if current is None:
        return SeatState.UNKNOWN
    if current.said is None or (current.row.until is not None and current.row.until < on):
        return SeatState.VACANT
    return SeatState.VETTED if current.row.vetting == Vetting.PASSED else SeatState.FILLED


def _functions(
    plan: Plan, user: Reader, instant: Instant, source: SourceOf, **where: str
) -> tuple[FunctionNote, ...]:
    functions = list(Function.objects.filter(plan=plan, **where).visible_to(user))
    keys = [function.pk for function in functions]
    receivers: dict[int | None, str] = dict(
        Body.objects.filter(plan=plan).visible_to(user).values_list("pk", "name")
    )
    handovers = _function_records(FunctionHandover, keys, user, instant, source, "get_stage_display")
    deliveries = _function_records(ServiceDelivery, keys, user, instant, source, "get_status_display")
    return tuple(
        FunctionNote(
            function=function,
            label=label_of(function),
            source=source(function.source_id),
            receiver=receivers.get(function.receiver_id, ""),
            stages=_by_place(_newest_first(handovers, function.pk)),
            deliveries=_by_place(_newest_first(deliveries, function.pk)),
            handover_records=_newest_first(handovers, function.pk),
            delivery_records=_newest_first(deliveries, function.pk),
        )
        for function in functions
    )


def _function_records(
    model: Any, keys: list[int], user: Reader, instant: Instant, source: SourceOf, words: str
) -> list[SaidNote]:
    rows = model.objects.filter(function__in=keys).visible_to(user).select_related("area")
    return [
        _said(
            row,
            row.function_id,
            str(getattr(row, words)()),
            instant,
            source,
            place=row.area.name if row.area else "",
        )
        for row in rows
        if instant.holds(row)
    ]


def _by_place(records: tuple[SaidNote, ...]) -> tuple[SaidNote, ...]:
    """The newest standing record of each place, of the whole first; places that the whole overtook are left out."""
    newest: dict[str, SaidNote] = {}
    for record in records:
        if record.stands and "" not in newest:
            newest.setdefault(record.place, record)
    return tuple(newest[place] for place in sorted(newest))


def _benchmarks(
    plan: Plan, user: Reader, instant: Instant, source: SourceOf, **where: str
) -> tuple[BenchmarkNote, ...]:
    benchmarks = list(Benchmark.objects.filter(plan=plan, **where).visible_to(user).select_related("judge"))
    rows = BenchmarkFinding.objects.filter(benchmark__in=[each.pk for each in benchmarks]).visible_to(user)
    said = [
        _said(row, row.benchmark_id, str(row.get_outcome_display()), instant, source)
        for row in rows.select_related("found_by")
        if instant.holds(row)
    ]
    wanted = [each.milestone_id for each in benchmarks if each.milestone_id]
    parts: dict[int | None, Milestone] = {
        row.pk: row for row in Milestone.objects.filter(pk__in=wanted).visible_to(user)
    }
    notes = []
    for benchmark in benchmarks:
        records = _newest_first(said, benchmark.pk)
        milestone = parts.get(benchmark.milestone_id)
        notes.append(
            BenchmarkNote(
                benchmark=benchmark,
                label=label_of(benchmark),
                source=source(benchmark.source_id),
                judge=benchmark.judge.name if benchmark.judge else "",
                milestone=milestone.slug if milestone else "",
                milestone_name=milestone.name if milestone else "",
                current=next((record for record in records if record.stands), None),
                records=records,
            )
        )
    return tuple(notes)


def _newest_first(said: Iterable[SaidNote], key: int) -> tuple[SaidNote, ...]:
    found = [record for record in said if record.of == key]
    return tuple(sorted(found, key=lambda each: (each.day, each.recorded_at, each.key), reverse=True))


def _said(
    row: Any, of: int, said: object, instant: Instant, source: SourceOf, *, place: str = ""
) -> SaidNote:
    return SaidNote(
        of=of,
        key=row.pk,
        said=said,
        day=row.date,
        recorded_at=row.recorded_at,
        grade=Grade(row.verification),
        is_retracted=instant.has_learned(row.retracted_at),
        is_draft=row.publication == Publication.DRAFT,
        label=label_of(row),
        note=row.note or "",
        source=source(row.source_id),
        place=place,
        row=row,
    )

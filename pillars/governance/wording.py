"""Governance's facts in words, as the panel and the pages show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from milestones import notation
from milestones.marks import GRADE_WORDS
from milestones.views.milestone_page.records import SourceLine, source_line
from pillars.governance.models.choices import Vetting
from pillars.governance.notes import BenchmarkNote, BodyNote, FunctionNote, SaidNote, SeatNote, SeatState

STATE_WORDS = {
    SeatState.VETTED: gettext_lazy("held, vetting passed"),
    SeatState.FILLED: gettext_lazy("held"),
    SeatState.VACANT: gettext_lazy("vacant"),
    SeatState.UNKNOWN: gettext_lazy("no public appointment"),
}


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state of seats as its key tells of it; `symbol` is the id of its mark."""

    slug: str
    word: str

    @property
    def symbol(self) -> str:
        """The id of its symbol."""
        return f"seat-{self.slug}"


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a row of the table; texts that are not known are empty."""

    slug: str
    name: str
    portfolio: str
    independence: str
    mark: StateMark
    holder: str
    since: str
    vetting: str
    grade: str
    grade_slug: str


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body with what can be said of all its seats."""

    slug: str
    name: str
    kind: str
    description: str
    label: str
    clause: str
    source: SourceLine | None
    sentence: str


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A function as a row: how far its handover is, who runs it, and where it delivers."""

    slug: str
    name: str
    kind: str
    label: str
    receiver: str
    description: str
    clause: str
    source: SourceLine | None
    stages: tuple[str, ...]
    deliveries: tuple[str, ...]
    is_service: bool


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A benchmark as a row; `judge` says too that none is designated, or that it is not known."""

    slug: str
    name: str
    kind: str
    label: str
    description: str
    clause: str
    source: SourceLine | None
    judge: str
    due: str
    outcome: str
    grade: str
    grade_slug: str
    milestone: str
    milestone_name: str


def state_mark(state: SeatState) -> StateMark:
    """The state's mark in the page's language."""
    return StateMark(state.value, str(STATE_WORDS[state]))


def state_key() -> tuple[StateMark, ...]:
    """Every state, for the key of the picture."""
    return tuple(state_mark(state) for state in SeatState)


def body_line(note: BodyNote) -> BodyLine:
    """A body in words."""
    body = note.body
    return BodyLine(
        slug=body.slug,
        name=body.name,
        kind=str(body.get_kind_display()),
        description=body.description or "",
        label=note.label,
        clause=body.clause,
        source=source_line(note.source),
        sentence=_standing(note),
    )


def _standing(note: BodyNote) -> str:
    held = note.count(SeatState.VETTED, SeatState.FILLED)
    if note.body.size is not None:
        said = ngettext(
            "%(held)s of %(size)s seat is held.", "%(held)s of %(size)s seats are held.", note.body.size
        ) % {"held": held, "size": note.body.size}
    elif note.seats:
        said = ngettext(
            "%(held)s seat is held; how many there are is not stated.",
            "%(held)s seats are held; how many there are is not stated.",
            held,
        ) % {"held": held}
    else:
        return _("No seat of it was published.")
    if not any(seat.seat.must_be_independent for seat in note.seats):
        return said
    vetted = note.count(SeatState.VETTED)
    if not vetted:
        none = _("No holder is on record as having passed the vetting.")
        return f"{said} {none}"
    passed = ngettext(
        "%(count)s holder is on record as having passed the vetting.",
        "%(count)s holders are on record as having passed the vetting.",
        vetted,
    )
    return f"{said} {passed % {'count': vetted}}"


def seat_line(note: SeatNote) -> SeatLine:
    """A seat in words."""
    seat, current = note.seat, note.current
    is_held = note.state in (SeatState.VETTED, SeatState.FILLED)
    return SeatLine(
        slug=seat.slug,
        name=seat.name,
        portfolio=seat.portfolio.name if seat.portfolio else "",
        independence=pgettext("a seat's holder", "required") if seat.must_be_independent else "",
        mark=state_mark(note.state),
        holder=holder_words(current) if is_held and current else "",
        since=_since(note),
        vetting=vetting_words(current) if is_held and current else "",
        grade=str(GRADE_WORDS[current.grade]) if current else "",
        grade_slug=current.grade.slug if current else "",
    )


def _since(note: SeatNote) -> str:
    if note.since is not None and note.state is not SeatState.VACANT:
        return notation.short_day(note.since)
    if note.current is not None and note.current.said is None:
        return notation.short_day(note.current.day)
    return ""


def holder_words(current: SaidNote) -> str:
    """The holder as the source prints the name, or that it is not public."""
    return current.said or _("name not public")


def vetting_words(current: SaidNote) -> str:
    """What came of the vetting, and whose it was."""
    words = str(current.row.get_vetting_display())
    if current.row.vetted_by is None or current.row.vetting == Vetting.NOT_STATED:
        return words
    return _("%(result)s, by %(actor)s") % {"result": words, "actor": current.row.vetted_by.name}


def function_line(note: FunctionNote) -> FunctionLine:
    """A function in words."""
    function = note.function
    return FunctionLine(
        slug=function.slug,
        name=function.name,
        kind=str(function.get_kind_display()),
        label=note.label,
        receiver=note.receiver,
        description=function.description or "",
        clause=function.clause,
        source=source_line(note.source),
        stages=tuple(_handover(each) for each in note.stages),
        deliveries=tuple(_placed(each.said, each.place) for each in note.deliveries),
        is_service=function.kind == "public-service",
    )


def _handover(said: SaidNote) -> str:
    run_by = said.row.get_run_by_display() if said.row.run_by else ""
    words = _("%(stage)s; run by: %(who)s") % {"stage": said.said, "who": run_by} if run_by else said.said
    return _placed(words, said.place)


def _placed(words: str, place: str) -> str:
    return _("%(place)s: %(said)s") % {"place": place, "said": words} if place else words


def benchmark_line(note: BenchmarkNote) -> BenchmarkLine:
    """A benchmark in words."""
    benchmark, current = note.benchmark, note.current
    return BenchmarkLine(
        slug=benchmark.slug,
        name=benchmark.name,
        kind=str(benchmark.get_kind_display()),
        label=note.label,
        description=benchmark.description or "",
        clause=benchmark.clause,
        source=source_line(note.source),
        judge=_judge(note),
        due=notation.short_day(benchmark.due) if benchmark.due else "",
        outcome=current.said if current else _("no finding"),
        grade=str(GRADE_WORDS[current.grade]) if current else "",
        grade_slug=current.grade.slug if current else "",
        milestone=note.milestone,
        milestone_name=note.milestone_name,
    )


def _judge(note: BenchmarkNote) -> str:
    if note.benchmark.judge_none_designated:
        return _("none designated")
    return note.judge or _("not stated")

"""Governance's section of the plan file."""

from collections import Counter
from collections.abc import Iterable, Mapping

from milestones import models as core
from milestones.contingency.scales import Grade
from milestones.planfile.values import as_slug
from milestones.sections import Section, SectionTable
from milestones.sections.fields import Code, Field, Named, Words, day, flag, number, whole, word
from milestones.sections.tables import Entry
from pillars.governance.models import (
    Appointment,
    Benchmark,
    BenchmarkFinding,
    Body,
    Function,
    FunctionHandover,
    Portfolio,
    Seat,
    ServedArea,
    ServiceDelivery,
    Vacancy,
)
from pillars.governance.models.choices import (
    BenchmarkKind,
    BodyKind,
    Delivering,
    FunctionKind,
    Outcome,
    RunBy,
    Stage,
    Vetting,
)

Breach = tuple[str, int, str, str]

SLUG = Field(key="slug", read=as_slug, needed=True, default="")
NAME = Words(key="name", needed=True, short=True)
DESCRIPTION = Words(key="description")
SOURCE = Named(key="source", model=core.Source, kind="source")
CLAUSE = Code(key="clause")
AREA = Named(key="area", model=core.Area, kind="area")


NO_RESULT = (Vetting.NOT_STATED.value, Vetting.PENDING.value)


def _actor(key: str) -> Named:
    return Named(key=key, model=core.Actor, kind="actor")


def _words(choices: type) -> dict[str, str]:
    return dict.fromkeys(choices.values, "")  # type: ignore[attr-defined]


def _seats_beyond_size(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    seats = Counter(seat["body"] for seat in read["seats"])
    for index, body in enumerate(read["bodies"]):
        if body["size"] is not None and seats[body["slug"]] > body["size"]:
            message = f"the body has {body['size']} seats, and {seats[body['slug']]} are listed"
            yield "bodies", index, "size", message


def _foreign_portfolios(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    owner = {portfolio["slug"]: portfolio["body"] for portfolio in read["portfolios"]}
    for index, seat in enumerate(read["seats"]):
        if seat["portfolio"] is not None and owner[seat["portfolio"]] != seat["body"]:
            message = f'"{seat["portfolio"]}" is a portfolio of another body'
            yield "seats", index, "portfolio", message


def _ends_before_it_begins(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    for index, appointment in enumerate(read["appointments"]):
        if appointment["until"] is not None and appointment["until"] < appointment["date"]:
            message = f"the last day, {appointment['until']}, lies before the first, {appointment['date']}"
            yield "appointments", index, "until", message


def _judges_twice(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    for index, benchmark in enumerate(read["benchmarks"]):
        if benchmark["judge"] is not None and benchmark["judge_none_designated"]:
            message = f'"{benchmark["judge"]}" is named, and the benchmark says that no judge is designated'
            yield "benchmarks", index, "judge", message


def _vetted_without_result(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    for index, appointment in enumerate(read["appointments"]):
        if appointment["vetted_by"] is not None and appointment["vetting"] in NO_RESULT:
            message = (
                f'the vetting is "{appointment["vetting"]}"; leave out whose it was until there is a result'
            )
            yield "appointments", index, "vetted_by", message


def _delivered_by_no_service(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    kinds = {function["slug"]: function["kind"] for function in read["functions"]}
    for index, delivery in enumerate(read["deliveries"]):
        if kinds[delivery["function"]] != FunctionKind.PUBLIC_SERVICE.value:
            message = f'"{delivery["function"]}" is a civil function; only public services deliver'
            yield "deliveries", index, "function", message


def _verified_by_nobody(read: Mapping[str, tuple[Entry, ...]]) -> Iterable[Breach]:
    unjudged = {each["slug"] for each in read["benchmarks"] if each["judge_none_designated"]}
    for index, finding in enumerate(read["findings"]):
        if finding["benchmark"] in unjudged and finding["verification"] == Grade.VERIFIED:
            message = f'nobody is designated to judge "{finding["benchmark"]}", so that no finding on it is verified'
            yield "findings", index, "verification", message


SECTION = Section(
    slug="governance",
    tables=(
        SectionTable(
            "bodies",
            Body,
            (
                SLUG,
                NAME,
                word("kind", _words(BodyKind), needed=True, default=""),
                _actor("actor"),
                whole("size"),
                DESCRIPTION,
                SOURCE,
                CLAUSE,
            ),
        ),
        SectionTable("portfolios", Portfolio, (SLUG, Named(key="body", model=Body, needed=True), NAME)),
        SectionTable(
            "seats",
            Seat,
            (
                SLUG,
                Named(key="body", model=Body, needed=True),
                NAME,
                Named(key="portfolio", model=Portfolio),
                flag("must_be_independent"),
            ),
        ),
        SectionTable(
            "appointments",
            Appointment,
            (
                Named(key="seat", model=Seat, needed=True),
                Code(key="holder"),
                word("vetting", _words(Vetting), default=Vetting.NOT_STATED.value),
                _actor("vetted_by"),
                day("until"),
            ),
            in_plan="seat__plan",
        ),
        SectionTable(
            "vacancies", Vacancy, (Named(key="seat", model=Seat, needed=True),), in_plan="seat__plan"
        ),
        SectionTable(
            "functions",
            Function,
            (
                SLUG,
                NAME,
                word("kind", _words(FunctionKind), needed=True, default=""),
                Named(key="receiver", model=Body),
                DESCRIPTION,
                SOURCE,
                CLAUSE,
            ),
        ),
        SectionTable(
            "served_areas",
            ServedArea,
            (
                SLUG,
                Named(key="area", model=core.Area, kind="area", needed=True),
                number("weight", needed=True),
                SOURCE,
            ),
        ),
        SectionTable(
            "handovers",
            FunctionHandover,
            (
                Named(key="function", model=Function, needed=True),
                AREA,
                word("stage", _words(Stage), needed=True, default=""),
                Code(key="run_by", read=word("run_by", _words(RunBy)).read),
            ),
            in_plan="function__plan",
        ),
        SectionTable(
            "deliveries",
            ServiceDelivery,
            (
                Named(key="function", model=Function, needed=True),
                AREA,
                word("status", _words(Delivering), needed=True, default=""),
            ),
            in_plan="function__plan",
        ),
        SectionTable(
            "benchmarks",
            Benchmark,
            (
                SLUG,
                NAME,
                word("kind", _words(BenchmarkKind), needed=True, default=""),
                _actor("judge"),
                flag("judge_none_designated"),
                day("due"),
                Named(key="milestone", model=core.Milestone, kind="milestone"),
                DESCRIPTION,
                SOURCE,
                CLAUSE,
            ),
        ),
        SectionTable(
            "findings",
            BenchmarkFinding,
            (
                Named(key="benchmark", model=Benchmark, needed=True),
                word("outcome", _words(Outcome), needed=True, default=""),
                _actor("found_by"),
            ),
            in_plan="benchmark__plan",
        ),
    ),
    checks=(
        _seats_beyond_size,
        _foreign_portfolios,
        _ends_before_it_begins,
        _vetted_without_result,
        _delivered_by_no_service,
        _judges_twice,
        _verified_by_nobody,
    ),
)

"""The rules over governance's whole section, said with the place in the file; the models hold the same."""

from collections import Counter
from collections.abc import Iterable

from milestones.contingency.scales import Grade
from milestones.sections.tables import Check, Read
from pillars.governance.models.choices import FunctionKind, Vetting

Breach = tuple[str, int, str, str]

NO_RESULT = (Vetting.NOT_STATED.value, Vetting.PENDING.value)


def _seats_beyond_size(read: Read) -> Iterable[Breach]:
    seats = Counter(seat["body"] for seat in read["seats"])
    for index, body in enumerate(read["bodies"]):
        if body["size"] is not None and seats[body["slug"]] > body["size"]:
            message = f"the body has {body['size']} seats, and {seats[body['slug']]} are listed"
            yield "bodies", index, "size", message


def _foreign_portfolios(read: Read) -> Iterable[Breach]:
    owner = {portfolio["slug"]: portfolio["body"] for portfolio in read["portfolios"]}
    for index, seat in enumerate(read["seats"]):
        if seat["portfolio"] is not None and owner[seat["portfolio"]] != seat["body"]:
            message = f'"{seat["portfolio"]}" is a portfolio of another body'
            yield "seats", index, "portfolio", message


def _ends_before_it_begins(read: Read) -> Iterable[Breach]:
    for index, appointment in enumerate(read["appointments"]):
        if appointment["until"] is not None and appointment["until"] < appointment["date"]:
            message = f"the last day, {appointment['until']}, lies before the first, {appointment['date']}"
            yield "appointments", index, "until", message


def _judges_twice(read: Read) -> Iterable[Breach]:
    for index, benchmark in enumerate(read["benchmarks"]):
        if benchmark["judge"] is not None and benchmark["judge_none_designated"]:
            message = f'"{benchmark["judge"]}" is named, and the benchmark says that no judge is designated'
            yield "benchmarks", index, "judge", message


def _vetted_without_result(read: Read) -> Iterable[Breach]:
    for index, appointment in enumerate(read["appointments"]):
        if appointment["vetted_by"] is not None and appointment["vetting"] in NO_RESULT:
            message = (
                f'the vetting is "{appointment["vetting"]}"; leave out whose it was until there is a result'
            )
            yield "appointments", index, "vetted_by", message


def _delivered_by_no_service(read: Read) -> Iterable[Breach]:
    kinds = {function["slug"]: function["kind"] for function in read["functions"]}
    for index, delivery in enumerate(read["deliveries"]):
        if kinds[delivery["function"]] != FunctionKind.PUBLIC_SERVICE.value:
            message = f'"{delivery["function"]}" is a civil function; only public services deliver'
            yield "deliveries", index, "function", message


def _verified_by_nobody(read: Read) -> Iterable[Breach]:
    unjudged = {each["slug"] for each in read["benchmarks"] if each["judge_none_designated"]}
    for index, finding in enumerate(read["findings"]):
        if finding["benchmark"] in unjudged and finding["verification"] == Grade.VERIFIED:
            message = f'nobody is designated to judge "{finding["benchmark"]}", so that no finding on it is verified'
            yield "findings", index, "verification", message


CHECKS: tuple[Check, ...] = (
    _seats_beyond_size,
    _foreign_portfolios,
    _ends_before_it_begins,
    _vetted_without_result,
    _delivered_by_no_service,
    _judges_twice,
    _verified_by_nobody,
)

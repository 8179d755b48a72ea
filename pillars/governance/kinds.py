"""The kinds of rows that governance keeps, and what their entries may not say beside the models' constraints."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.rules import Broken, Entries, Entry, by_slug, list_rule, row_rule
from pillars.governance import models
from pillars.governance.models.choices import FunctionKind, Vetting


@list_rule("bodies.size", _("“%(slug)s” has %(size)s seats, and %(listed)s are listed. Correct its size."), "seats")
def seats_beyond_size(bodies: Entries, seats: Entries) -> Broken:
    listed = Counter(seat["body"] for seat in seats)
    for index, body in enumerate(bodies):
        if body["size"] is not None and listed[body["slug"]] > body["size"]:
            yield index, {"listed": listed[body["slug"]]}


@list_rule(
    "seats.portfolio", _("“%(portfolio)s” is a portfolio of another body. Choose one of %(body)s."), "portfolios"
)
def portfolio_of_another_body(seats: Entries, portfolios: Entries) -> Broken:
    known = by_slug(portfolios)
    for index, seat in enumerate(seats):
        if seat["portfolio"] in known and known[seat["portfolio"]]["body"] != seat["body"]:
            yield index, {}


@row_rule("vetted_by", _("No result of a vetting is stated. Say what came of it, or leave “vetted by” empty."))
def vetted_without_result(appointment: Entry) -> bool:
    return appointment["vetted_by"] is not None and appointment["vetting"] in (Vetting.NOT_STATED, Vetting.PENDING)


@list_rule(
    "deliveries.function",
    _("“%(function)s” is a civil function. Only public services deliver: choose one of them."),
    "functions",
)
def delivered_by_no_service(deliveries: Entries, functions: Entries) -> Broken:
    known = by_slug(functions)
    for index, delivery in enumerate(deliveries):
        if known[delivery["function"]]["kind"] != FunctionKind.PUBLIC_SERVICE:
            yield index, {}


@list_rule(
    "findings.verification",
    _("The text names no judge of this benchmark, so that no finding on it is verified."),
    "benchmarks",
)
def verified_by_nobody(findings: Entries, benchmarks: Entries) -> Broken:
    known = by_slug(benchmarks)
    for index, finding in enumerate(findings):
        if finding["verification"] == Grade.VERIFIED and known[finding["benchmark"]]["judge_none_designated"]:
            yield index, {}


KINDS = (
    Kind(models.Body, "bodies", rules=(seats_beyond_size,)),
    Kind(models.Portfolio, "portfolios"),
    Kind(models.Seat, "seats", rules=(portfolio_of_another_body,)),
    Kind(models.Appointment, "appointments", rules=(vetted_without_result,), is_imported=True),
    Kind(models.Vacancy, "vacancies"),
    Kind(models.Function, "functions"),
    Kind(models.ServedArea, "served_areas"),
    Kind(models.FunctionHandover, "handovers"),
    Kind(models.ServiceDelivery, "deliveries", rules=(delivered_by_no_service,), is_imported=True),
    Kind(models.Benchmark, "benchmarks"),
    Kind(models.BenchmarkFinding, "findings", rules=(verified_by_nobody,)),
)

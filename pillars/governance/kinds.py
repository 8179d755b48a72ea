"""The kinds of rows that governance keeps."""

from milestones.kinds import Kind
from pillars.governance import models, rules

KINDS = (
    Kind(models.Body, "bodies", rules=(rules.seats_beyond_size,)),
    Kind(models.Portfolio, "portfolios"),
    Kind(models.Seat, "seats", rules=(rules.portfolio_of_another_body,)),
    Kind(models.Appointment, "appointments", rules=(rules.vetted_without_result,), is_imported=True),
    Kind(models.Vacancy, "vacancies"),
    Kind(models.Function, "functions"),
    Kind(models.ServedArea, "served_areas"),
    Kind(models.FunctionHandover, "handovers"),
    Kind(models.ServiceDelivery, "deliveries", rules=(rules.delivered_by_no_service,), is_imported=True),
    Kind(models.Benchmark, "benchmarks"),
    Kind(models.BenchmarkFinding, "findings", rules=(rules.verified_by_nobody,)),
)

"""The kinds of rows that governance keeps."""

from milestones.kinds import Kind
from pillars.governance import models

KINDS = (
    Kind(models.Body, "bodies"),
    Kind(models.Portfolio, "portfolios"),
    Kind(models.Seat, "seats"),
    Kind(models.Appointment, "appointments"),
    Kind(models.Vacancy, "vacancies"),
    Kind(models.Function, "functions"),
    Kind(models.ServedArea, "served_areas"),
    Kind(models.FunctionHandover, "handovers"),
    Kind(models.ServiceDelivery, "deliveries"),
    Kind(models.Benchmark, "benchmarks"),
    Kind(models.BenchmarkFinding, "findings"),
)

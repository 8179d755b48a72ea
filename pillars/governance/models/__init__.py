"""Governance's own rows: bodies and who sits in them, functions and who runs them, benchmarks and who judges them."""

from pillars.governance.models.bodies import Appointment, Body, Portfolio, Seat, Vacancy
from pillars.governance.models.functions import (
    Benchmark,
    BenchmarkFinding,
    Function,
    FunctionHandover,
    ServedArea,
    ServiceDelivery,
)

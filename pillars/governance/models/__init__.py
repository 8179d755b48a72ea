"""Governance's own rows: bodies and who sits in them, functions and who runs them, benchmarks and who judges them."""

from pillars.governance.models.appointments import Appointment, Vacancy
from pillars.governance.models.benchmarks import Benchmark, BenchmarkFinding
from pillars.governance.models.bodies import Body, Portfolio, Seat
from pillars.governance.models.functions import Function, FunctionHandover, ServedArea, ServiceDelivery

"""What the app announces to the core."""

from milestones.registry import Panel, PillarApp, by_path, registry
from pillars.governance.api import ROUTES
from pillars.governance.measures import MEASURES
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
from pillars.governance.panels import governance_panel
from pillars.governance.section import SECTION

registry.add(
    PillarApp(
        slug="governance",
        measures=MEASURES,
        section=SECTION,
        panels=(Panel("governance/panel.html", governance_panel),),
        api=ROUTES,
    )
)

for part in (Body, Portfolio, Seat, Function, ServedArea, Benchmark):
    registry.watch(part, by_path("plan_id"))
registry.watch(Appointment, by_path("seat.plan_id"))
registry.watch(Vacancy, by_path("seat.plan_id"))
registry.watch(FunctionHandover, by_path("function.plan_id"))
registry.watch(ServiceDelivery, by_path("function.plan_id"))
registry.watch(BenchmarkFinding, by_path("benchmark.plan_id"))

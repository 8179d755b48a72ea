"""Governance's addresses."""

from milestones.views.showing import pillar_path
from pillars.governance.pages.bodies import body_page
from pillars.governance.pages.functions import benchmark_page, function_page
from pillars.governance.selectors import PILLAR

urlpatterns = [
    pillar_path(PILLAR, "bodies/<slug:slug>/", "body", body_page),
    pillar_path(PILLAR, "functions/<slug:slug>/", "function", function_page),
    pillar_path(PILLAR, "benchmarks/<slug:slug>/", "benchmark", benchmark_page),
]

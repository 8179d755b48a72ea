"""How good a plan's forecasts were: its records replayed day by day, and its dates held against what came."""

from argparse import ArgumentParser
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from milestones.management.plan_files import plan_named, read_plan_file
from milestones.planfile.requests import as_json
from milestones.selectors.forecast_scores import scores_of
from milestones.selectors.forecasts import replayed_forecasts
from milestones.services.loading import unstored
from milestones.state import state_for


class Command(BaseCommand):
    help = (
        "Say how often the day on which a milestone was reached lay between the earliest and the established date that "
        "were given 30, 60 and 90 days before, by how many days the others missed, and how often no date could be "
        "given; print JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="a loaded plan, by its slug, or a plan file (.yaml, .json)")

    def handle(self, **options: Any) -> None:
        name = options["plan"]
        if name.endswith((".yaml", ".yml", ".json")):
            state, _report = unstored(read_plan_file(name, stderr=self.stderr).document)
            forecasts = replayed_forecasts(state, lambda at: replace(state, known_at=at))
        else:
            plan = plan_named(name)
            forecasts = replayed_forecasts(state_for(plan), partial(state_for, plan, None))
        self.stdout.write(as_json({"scores": [asdict(score) for score in scores_of(forecasts)]}, indent=1))

"""Loads a plan with the toy's section, recomputes it and asks every door; prints what each answered, as JSON."""

import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 - after Django is ready

from milestones.models import Observation, Plan  # noqa: E402
from milestones.planfile import as_mapping  # noqa: E402
from milestones.state import state_for  # noqa: E402
from milestones.state.exporting import export_document  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
call_command("load_plan", sys.argv[1], stdout=sys.stderr)
call_command("recompute", stdout=sys.stderr)
client = Client()
print(
    json.dumps(
        {
            "observations": [
                [str(row.date), str(row.value), row.indicator.slug]
                for row in state_for(Plan.objects.get()).rows(Observation).where(series="derived")
            ],
            "section": as_mapping(export_document(Plan.objects.get()))["society"],
            "page": client.get("/plans/small/pillars/society/").content.decode(),
            "api": client.get("/api/v1/society/gatherings/?plan=small").json(),
            "refused": client.get("/api/v1/society/gatherings/?colour=red").status_code,
            "condition": client.get("/api/v1/milestones/small/march/?on=2026-02-10").json()["status"],
        }
    )
)

"""Runs the core without any pillar app: check, migrate, load both shipped plans, and ask; prints JSON."""

import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 - after Django is ready

from milestones.registry import registry  # noqa: E402

call_command("check", stdout=sys.stderr)
call_command("migrate", verbosity=0)
for plan in sys.argv[1:]:
    call_command("load_plan", plan, stdout=sys.stderr)
call_command("recompute", stdout=sys.stderr)
client = Client()
addresses = (
    "/",
    "/plans/gaza-phase-two/",
    "/plans/aceh-2005/",
    "/plans/gaza-phase-two/pillars/governance/",
    "/api/v1/plans/",
    "/api/v1/milestones/?plan=gaza-phase-two",
    "/api/v1/schema/",
    "/api/v1/governance/bodies/",
    "/plans/gaza-phase-two/governance/bodies/ncag/",
)
answers = {address: client.get(address).status_code for address in addresses}
print(
    json.dumps(
        {
            "apps": [app.slug for app in registry.apps()],
            "pillars": sorted(name for name in sys.modules if name.startswith("pillars")),
            "answers": answers,
        }
    )
)

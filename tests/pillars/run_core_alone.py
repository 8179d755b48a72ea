"""Runs the core without some pillar apps: check, migrate, load both shipped plans, and ask; prints JSON."""

import io
import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402 - after Django is ready

from milestones.registry import registry  # noqa: E402

APPS = ("governance", "demilitarisation", "reconstruction")
call_command("check", stdout=sys.stderr)
call_command("migrate", verbosity=0)
loads = []
for plan in sys.argv[1:]:
    told = io.StringIO()
    call_command("load_plan", plan, stdout=told)
    loads.append(told.getvalue())
call_command("recompute", stdout=sys.stderr)
exported = io.StringIO()
call_command("export_plan", "gaza-phase-two", stdout=exported)
client = Client()
staff = Client()
staff.force_login(get_user_model().objects.create_superuser("chief", password="a chief's password"))
addresses = (
    "/",
    "/plans/gaza-phase-two/",
    "/plans/aceh-2005/",
    "/plans/gaza-phase-two/pillars/governance/",
    "/api/v1/plans/",
    "/api/v1/milestones/?plan=gaza-phase-two",
    "/plans/gaza-phase-two/milestones/ncag-formed/",
    "/plans/aceh-2005/pillars/demilitarisation/",
    "/api/v1/indicators/?plan=aceh-2005",
    "/api/v1/schema/",
    "/api/v1/demilitarisation/tallies/",
    "/api/v1/reconstruction/appeals/",
    "/plans/aceh-2005/demilitarisation/tallies/",
    "/api/v1/governance/bodies/",
    "/plans/gaza-phase-two/governance/bodies/ncag/",
)
pages = ("/admin/", "/admin/milestones/plan/", "/admin/milestones/indicator/", "/admin/auth/group/")
answers = {address: client.get(address).status_code for address in addresses}
answers |= {address: staff.get(address).status_code for address in pages}
schema = client.get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json").json()
tags = {tag for path in schema["paths"].values() for each in path.values() for tag in each["tags"]}
print(
    json.dumps(
        {
            "apps": [app.label for app in registry.apps()],
            "pillars": sorted(name for name in sys.modules if name.startswith("pillars")),
            "answers": answers,
            "loads": loads,
            "sections": [app for app in APPS if f"\n{app}:" in exported.getvalue()],
            "tags": sorted(tags),
        }
    )
)

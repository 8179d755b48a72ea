"""Loads a plan into a copy that followed the recipes, and asks every door; prints what each answered, as JSON."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.core.management import CommandError, call_command

django.setup()

from django.apps import apps  # noqa: E402 - after Django is ready
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from drf_spectacular.generators import SchemaGenerator  # noqa: E402

from tests import factories as make  # noqa: E402

BASE = "/api/v1/demilitarisation"
QUERIES = (
    "inspections/",
    "inspections/?witness_count__gte=3",
    "inspections/?witness_count__lte=2",
    "inspections/?ordering=-witness_count",
    "inspections/?outcome=postponed",
    "patrols/?area=rafah&was_stopped=true&length_km__gte=12&search=crossing",
    "patrols/?was_stopped=false",
)


def export() -> dict[str, Any]:
    """The plan as its file."""
    written = StringIO()
    call_command("export_plan", "small", format="json", stdout=written)
    document: dict[str, Any] = json.loads(written.getvalue())
    return document


def load(document: dict[str, Any], path: Path) -> None:
    """Load the plan file."""
    path.write_text(json.dumps(document))
    call_command("load_plan", str(path), stdout=sys.stderr)


def faults_of(document: dict[str, Any], path: Path) -> list[str]:
    """What is told of a document that cannot be loaded."""
    try:
        load(document, path)
    except CommandError as error:
        return str(error).splitlines()
    return []


given = Path(sys.argv[1])
call_command("migrate", verbosity=0)
call_command("load_plan", str(given), stdout=sys.stderr)
first = export()
load(first, given)
again = export()
broken = json.loads(json.dumps(first))
broken["demilitarisation"]["inspections"][0]["witness_count"] = "many"

public, analyst = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
analyst.force_login(make.make_user("superuser", is_staff=True, is_superuser=True))
api = {query: public.get(f"{BASE}/{query}").json() for query in QUERIES}
one = public.get(api["inspections/"]["results"][0]["url"]).json()
admin = {
    name: {
        "form": analyst.get(reverse(f"admin:demilitarisation_{name}_add")).content.decode(),
        "list": analyst.get(reverse(f"admin:demilitarisation_{name}_changelist")).content.decode(),
    }
    for name in ("inspection", "patrol")
}

Patrol = apps.get_model("demilitarisation", "Patrol")
row = Patrol.objects.get()
entered = {
    "plan": row.plan_id, "date": "2026-02-04", "area": row.area_id, "length_km": "7", "source": row.source_id,
    "verification": "1", "publication": "published",
}  # fmt: skip
added = analyst.post(reverse("admin:demilitarisation_patrol_add"), entered)

print(
    json.dumps(
        {
            "section": first["demilitarisation"],
            "again": again["demilitarisation"],
            "faults": faults_of(broken, given),
            "api": api,
            "one": one,
            "schema": SchemaGenerator().get_schema(request=None, public=True),
            "admin": admin,
            "added": {"status": added.status_code, "patrols": Patrol.objects.count()},
        }
    )
)

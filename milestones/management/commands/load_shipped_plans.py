"""The first start of a site: an empty database gets the plans that come with the project."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from milestones.models import Plan

FOLDER = settings.BASE_DIR / "plans"


class Command(BaseCommand):
    help = "Load every file in plans/ where the database holds no plan; do nothing where it holds one."

    @transaction.atomic  # all or none: a plan that is there would keep the rest from being loaded
    def handle(self, **options: Any) -> None:
        if Plan.objects.exists():
            return
        for path in shipped_plans():
            self.stdout.write(f"Loading {path.name} ...")
            call_command("load_plan", str(path), stdout=self.stdout, stderr=self.stderr)


def shipped_plans() -> list[Path]:
    """Return the shipped plan files by name."""
    return sorted(FOLDER.glob("*.yaml"))

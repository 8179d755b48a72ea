"""The site on a developer's machine: prepared and served by one process."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from milestones.models import Plan

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Bring the database up to date, load the shipped plans where it holds none, and serve on this machine. "
        "For development: README, “Production”, says how a site is deployed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help=f"where to listen on {HOST} (default 8000)")
        parser.add_argument("--demo-accounts", action="store_true", help="make local accounts with random passwords")
        parser.add_argument("--reload", action="store_true", help="start anew whenever the code changes")

    def handle(self, *, port: int, demo_accounts: bool, reload: bool, **options: Any) -> None:
        if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":  # what the reloader starts finds all prepared
            self._prepare()
            if demo_accounts:
                call_command("make_demo_accounts", stdout=self.stdout, stderr=self.stderr)
            self._say_what_to_open(f"http://{HOST}:{port}", demo_accounts=demo_accounts)
        call_command("runserver", f"{HOST}:{port}", use_reloader=reload)

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        if Plan.objects.exists():
            call_command("recompute", stdout=self.stdout)  # statuses speak for today also where no beat ticks
        else:
            call_command("load_shipped_plans", stdout=self.stdout, stderr=self.stderr)

    def _say_what_to_open(self, address: str, *, demo_accounts: bool) -> None:
        lines = [
            "",
            f"  The dashboard:    {address}/",
            f"  For analysts:     {address}/admin/",
            f"  For programs:     {address}/api/v1/docs/",
        ]
        if not demo_accounts:
            lines += [
                "  To make an analyst's account: .venv/bin/python manage.py createsuperuser",
                "  or, on this machine only:     python3 dev.py run --demo-accounts",
            ]
        self.stdout.write("\n".join([*lines, "  Ctrl-C stops it.", ""]))
        self.stdout.flush()

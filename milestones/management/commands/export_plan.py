"""A plan out of the database as its plan file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from milestones.loading.stored import ALL
from milestones.management.files import write_file
from milestones.models import Plan
from milestones.planfile.faults import Refused
from milestones.planfile.values import as_instant
from milestones.state.exporting import export_document, text_of

PUBLIC = None


class Command(BaseCommand):
    help = "Write a plan as its plan file: all of it, or the part that the public may see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the plan, by its slug")
        parser.add_argument("--format", choices=("yaml", "json"), default="yaml", help="default: yaml")
        parser.add_argument("--output", help="the file to write; standard output if not given")
        parser.add_argument(
            "--public", action="store_true", help="leave out what is a draft or restricted, and all that hangs on it"
        )

        parser.add_argument("--known-at", help="as it was known then: 2026-01-14T18:00:00Z")

    def handle(self, **options: Any) -> None:
        slug = options["slug"]
        try:
            plan = Plan.objects.get(slug=slug)
            known_at = None if options["known_at"] is None else as_instant(options["known_at"])
            document = export_document(plan, user=PUBLIC if options["public"] else ALL, known_at=known_at)
        except Refused as refused:
            raise CommandError(f"--known-at: {refused.message}") from refused
        except Plan.DoesNotExist as error:
            raise CommandError(f'There is no {"public " * options["public"]}plan "{slug}".') from error
        write_file(text_of(document, options["format"]), options["output"], self.stdout)

"""A plan file into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from milestones.management.files import STANDARD_INPUT
from milestones.management.plan_files import read_plan_file
from milestones.planfile import PlanFileError
from milestones.services.loading import load_document


class Command(BaseCommand):
    help = (
        "Load a plan file. Loading again changes what differs and adds new records; no record is changed or deleted. "
        "A file with any fault is refused whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=f"the plan file, YAML or (.json) JSON; {STANDARD_INPUT} for standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what loading would do, and write nothing")

    def handle(self, **options: Any) -> None:
        file = read_plan_file(options["file"], stderr=self.stderr)
        try:
            report = load_document(file.document, dry_run=options["dry_run"])
        except PlanFileError as error:
            raise file.refusal(error) from error
        for sentence in report.sentences():
            self.stdout.write(sentence)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")

"""Activities of the IATI standard into a plan's reconstruction."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from milestones.management.files import STANDARD_INPUT, read_file
from milestones.management.plan_files import plan_named
from pillars.reconstruction.iati.importing import import_activities
from pillars.reconstruction.iati.reading import read_activities
from pillars.reconstruction.iati.xml import MOST_BYTES, IatiError, check_tree, read_tree


class Command(BaseCommand):
    help = (
        "Bring IATI 2.03 activities into a plan, as drafts: projects, donors, channels and transactions. Nothing that "
        "is there is changed; what has no place here is named. IATI_SCHEMA_DIR, where set, holds the schema that the "
        "file is checked against."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=f"the activity file; {STANDARD_INPUT} for standard input")
        parser.add_argument("--plan", required=True, help="the plan, by its slug")
        parser.add_argument("--dry-run", action="store_true", help="say what importing would do, and write nothing")

    def handle(self, **options: Any) -> None:
        plan = plan_named(options["plan"])
        try:
            tree = read_tree(read_file(options["file"], MOST_BYTES))
            was_checked = check_tree(tree, settings.IATI_SCHEMA_DIR)
            read = read_activities(tree)
            with transaction.atomic():
                report = import_activities(plan, read, now=timezone.now())
                transaction.set_rollback(options["dry_run"])
        except IatiError as error:
            raise CommandError(f"{options['file']} is refused: {error}") from error
        for sentence in report.sentences():
            self.stdout.write(sentence)
        if not was_checked:
            self.stderr.write("IATI_SCHEMA_DIR is not set: the file was not checked against the schema.")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")

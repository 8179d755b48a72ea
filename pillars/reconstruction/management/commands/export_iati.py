"""A plan's reconstruction as activities of the IATI standard."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from lxml import etree

from milestones.management.files import write_file
from milestones.management.plan_files import plan_named
from milestones.selectors.plans import local_date
from pillars.reconstruction.iati.exporting import export_activities
from pillars.reconstruction.iati.xml import IatiError, check_tree


class Command(BaseCommand):
    help = (
        "Write a plan's published appeals and projects as IATI 2.03 activities. What the standard cannot carry is "
        "named on standard error. IATI_SCHEMA_DIR, where set, holds the schema that the file is checked against."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the plan, by its slug")
        parser.add_argument("--output", help="the file to write; standard output if not given")
        parser.add_argument("--reporting-org", default="", help="the IATI identifier of whoever publishes it")

    def handle(self, **options: Any) -> None:
        plan = plan_named(options["slug"], is_public=True)
        now = timezone.now()
        try:
            tree, report = export_activities(
                plan, on=local_date(plan, now), generated=now, reference=options["reporting_org"]
            )
            was_checked = check_tree(tree, settings.IATI_SCHEMA_DIR)
        except (IatiError, ValueError) as error:
            raise CommandError(str(error)) from error
        written = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        write_file(written.decode(), options["output"], self.stdout)
        for sentence in report.sentences():
            self.stderr.write(sentence)
        if not was_checked:
            self.stderr.write("IATI_SCHEMA_DIR is not set: the file was not checked against the schema.")

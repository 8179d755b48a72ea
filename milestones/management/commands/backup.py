"""A copy of the whole database in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from milestones.management.copies import copy_out


class Command(BaseCommand):
    """`manage.py backup FILE`."""

    help = "Write the whole database into FILE; keys that are kept outside it are not in it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programs", default="", metavar="DIR/", help="where PostgreSQL's programs are")

    def handle(self, *, file: Path, programs: str, **options: Any) -> None:
        copy_out(file, programs)
        self.stdout.write(f"The database was written to {file}.")

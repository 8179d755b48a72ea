"""A database from such a copy."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from milestones.management.copies import copy_in


class Command(BaseCommand):
    """`manage.py restore FILE`."""

    help = "Read FILE, a backup, into the database, which must be empty; run `migrate` after it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programs", default="", metavar="DIR/", help="where PostgreSQL's programs are")

    def handle(self, *, file: Path, programs: str, **options: Any) -> None:
        copy_in(file, programs)
        self.stdout.write(f"The database was restored from {file}.")

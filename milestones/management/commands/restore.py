"""A database from such a copy."""

from pathlib import Path
from typing import Any

from milestones.management.copies import CopyCommand, copy_in


class Command(CopyCommand):
    """`manage.py restore FILE`."""

    help = "Read FILE, a backup, into the database, which must be empty; run `migrate` after it."

    def handle(self, *, file: Path, programs: str, **options: Any) -> None:
        copy_in(file, programs)
        self.stdout.write(f"The database was restored from {file}.")

"""A copy of the whole database in one file."""

from pathlib import Path
from typing import Any

from milestones.management.copies import CopyCommand, copy_out


class Command(CopyCommand):
    """`manage.py backup FILE`."""

    help = "Write the whole database into FILE; keys that are kept outside it are not in it."

    def handle(self, *, file: Path, programs: str, **options: Any) -> None:
        copy_out(file, programs)
        self.stdout.write(f"The database was written to {file}.")

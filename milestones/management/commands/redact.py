"""Take out for good what must never have been entered."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from milestones.loading.stored import ALL
from milestones.models import PlanEntry
from milestones.services.redaction import redact

AGAIN = "Its files may still hold what was taken out: stop the other processes, and run `manage.py redact` once more."


class Command(BaseCommand):
    help = (
        "Empty an entry for good, and of a record all its entries and its own texts; digest, day and reason stay. "
        "What must never be entered, and what remains: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        about = "the entry, by its key; without one the database is only vacuumed, as after a redaction in the admin"
        parser.add_argument("entry", type=int, nargs="?", help=about)
        parser.add_argument("--reason", default="", help="why, in a sentence that says nothing of what is taken out")

    def handle(self, *, entry: int | None, reason: str, **options: Any) -> None:
        if entry is not None:
            self._redact(entry, reason)
        if not connection.in_atomic_block:
            self._vacuum()
        self.stdout.write(
            "Restart all processes: what they keep in memory is out of reach from here; and make backups anew, for "
            "older ones still hold it."
        )

    def _redact(self, key: int, reason: str) -> None:
        entry = PlanEntry.objects.filter(pk=key).first()
        if entry is None:
            raise CommandError(f"There is no entry {key}.")
        if faults := redact(entry, reason=reason, user=ALL, at=timezone.now()).faults:
            raise CommandError(" ".join(fault.message for fault in faults))
        self.stdout.write(f"Entry {entry.pk} of {entry.kind} {entry.key} is redacted.")

    def _vacuum(self) -> None:
        """Write the database's files anew, which else keep what was overwritten; SQLite's write-ahead log too."""
        is_busy = False
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
                if connection.vendor == "sqlite":
                    is_busy = bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        except OperationalError as error:
            raise CommandError(f"The database could not be vacuumed: {error}. {AGAIN}") from error
        if is_busy:
            raise CommandError(f"Others read the database, so that its write-ahead log could not be emptied. {AGAIN}")

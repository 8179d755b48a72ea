"""Take out for good what must never have been entered."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from milestones.loading.stored import ALL
from milestones.models import PlanEntry
from milestones.services.redaction import redact


class Command(BaseCommand):
    help = (
        "Empty an entry for good, and of a record all its entries and its own texts; digest, day and reason stay. "
        "What must never be entered, and what remains: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("entry", type=int, help="the entry, by its key")
        parser.add_argument("--reason", required=True, help="why, in a sentence that says nothing of what is taken out")

    def handle(self, **options: Any) -> None:
        entry = PlanEntry.objects.filter(pk=options["entry"]).first()
        if entry is None:
            raise CommandError(f"There is no entry {options['entry']}.")
        if faults := redact(entry, reason=options["reason"], user=ALL, at=timezone.now()).faults:
            raise CommandError(" ".join(fault.message for fault in faults))
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")  # else what was overwritten stays in the database's files
        self.stdout.write(
            f"Entry {entry.pk} of {entry.kind} {entry.key} is redacted. Restart all processes: what they keep in "
            "memory is out of reach from here; and make backups anew, for older ones still hold it."
        )

"""The public ledger at the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from milestones.ledger import keys_in
from milestones.models import LedgerLeaf, Plan
from milestones.selectors.ledger import faults_of_ledger, waiting_revisions
from milestones.services.ledger import append_to_log, make_key


class Command(BaseCommand):
    help = "Make the key that signs the ledger's checkpoints, append what waits to its log, or verify all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("make-key", "append", "verify"))
        parser.add_argument("--checkpoint", type=Path, help="verify: older checkpoints, as a file kept elsewhere")

    def handle(self, **options: Any) -> None:
        match options["action"]:
            case "make-key":
                if not settings.LEDGER_KEY_FILE:
                    raise CommandError("Say by LEDGER_KEY_FILE where the key is to be kept.")
                self.stdout.write(f"Publish this key, by which the checkpoints are verified: {make_key()}")
            case "append":
                self.stdout.write(f"Revisions appended to the log: {append_to_log()}.")
            case "verify":
                self._verify(options["checkpoint"])

    def _verify(self, kept: Path | None) -> None:
        held = kept.read_text() if kept else ""
        faults = list(faults_of_ledger(keys_in(settings.LEDGER_KEY_FILE)[1], held=held))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The ledger does not say what the rows say: {len(faults)} faults.")
        waiting = len(waiting_revisions(Plan.objects.values_list("pk", flat=True)))
        count = LedgerLeaf.objects.count()
        self.stdout.write(f"All is as it was logged: {count} revisions in the log, {waiting} that wait to be logged.")

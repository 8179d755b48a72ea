"""The public ledger at the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from milestones.ledger import DASH, KeyFileError, keys_in
from milestones.models import Checkpoint, LedgerLeaf, Plan
from milestones.selectors.ledger import waiting_revisions
from milestones.services.ledger import append_to_log, make_key
from milestones.services.verifying import faults_of_ledger


class Command(BaseCommand):
    help = "Make the key that signs the ledger's checkpoints, append what waits to its log, or verify all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("make-key", "append", "verify"))
        parser.add_argument("--checkpoint", type=Path, help="verify: older checkpoints, as a file kept elsewhere")

    def handle(self, **options: Any) -> None:
        try:
            match options["action"]:
                case "make-key":
                    if not settings.LEDGER_KEY_FILE:
                        raise CommandError("Say by LEDGER_KEY_FILE where the key is to be kept.")
                    self.stdout.write(f"Publish this key, by which the checkpoints are verified: {make_key()}")
                case "append":
                    keys_in(settings.LEDGER_KEY_FILE)  # where these are in the way, say so
                    self.stdout.write(f"Revisions appended to the log: {append_to_log()}.")
                case "verify":
                    self._verify(options["checkpoint"])
        except (KeyFileError, OSError) as error:  # as it cannot be written, or a checkpoint cannot be read
            raise CommandError(str(error)) from error

    def _verify(self, kept: Path | None) -> None:
        held, keys = kept.read_text() if kept else "", keys_in(settings.LEDGER_KEY_FILE)[1]
        connection.transaction_mode = None  # type: ignore[attr-defined] # of SQLite: a reader keeps no writer out
        is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        with transaction.atomic(), connection.cursor() as cursor:
            if is_alone:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # all of one moment
            faults = list(faults_of_ledger(keys, held=held))
            waiting = waiting_revisions(Plan.objects.values_list("pk", flat=True))
            unsigned = Checkpoint.objects.exclude(note__contains=DASH).count()
            count = LedgerLeaf.objects.count()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The ledger does not say what the rows say: {len(faults)} faults.")
        self.stdout.write(
            f"All is as it was logged: {count} revisions in the log, {len(waiting)} that wait to be logged."
        )
        for revision in waiting:
            self.stdout.write(f"Since {revision.at:%Y-%m-%d %H:%M} UTC this waits to be logged: {revision}.")
        if unsigned:
            self.stdout.write(f"{unsigned} checkpoints were kept without a key, and are not signed.")

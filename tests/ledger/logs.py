"""A plan with a history, in the log."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from milestones.ledger import keys_in
from milestones.loading.stored import ALL
from milestones.models import Plan, PlanEntry, Publication
from milestones.services import redaction
from milestones.services.ledger import append_to_log
from milestones.services.recompute import recompute
from milestones.services.verifying import faults_of_ledger
from tests.factories import make_assessment, make_milestone, make_plan

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
PUBLISHED, RESTRICTED, DRAFT = Publication.PUBLISHED, Publication.RESTRICTED, Publication.DRAFT


def make_history(slug: str = "accord") -> Plan:
    """A plan of three revisions that all see, and one that only analysts do, in the log one by one."""
    plan = make_plan(slug=slug)
    handover = make_milestone(plan, "handover", name="The keys are handed over.")
    logged(plan)
    make_assessment(handover, note="The keys were seen.")
    logged(plan)
    make_milestone(plan, "hidden", publication=DRAFT)
    logged(plan)
    handover.name = "The keys and the books are handed over."
    handover.save()
    logged(plan)
    return plan


def logged(plan: Plan) -> None:
    recompute(plan.pk, now=NOW)
    append_to_log(plan.pk)


def faults(settings: Any, held: str = "") -> list[str]:
    """What `manage.py ledger verify` finds."""
    return list(faults_of_ledger(keys_in(settings.LEDGER_KEY_FILE)[1], held=held))


def proof_of(client: Any, plan: str, revision: int, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/ledger/entries/{plan}/{revision}{query}")
    assert answer.status_code == 200, answer.content
    proof: dict[str, Any] = json.loads(answer.content)
    return proof


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor for whoever owns the database: past its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _name, sql in triggers:
            cursor.execute(sql)


def redact(entry: PlanEntry) -> None:
    """Take a record's content away as an administrator does, who leaves its digest, the day and a reason."""
    assert not redaction.redact(entry, reason="A name.", user=ALL, at=NOW).faults
    append_to_log(entry.plan_id)


def verify(*arguments: str) -> str:
    """The faults that the command tells."""
    try:
        call_command("ledger", "verify", *arguments)
    except CommandError as error:
        return str(error)
    return ""

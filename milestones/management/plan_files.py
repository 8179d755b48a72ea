"""Reading a plan file for a command: from a path or standard input, its faults told in full."""

from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from milestones.kinds.format import parse
from milestones.management.files import read_file
from milestones.models import Plan
from milestones.planfile import Document, PlanFileError
from milestones.planfile.limits import MOST_BYTES
from milestones.planfile.parse import located


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan file that was taken: its name, its text and what it says."""

    name: str
    content: bytes
    document: Document

    def refusal(self, error: PlanFileError) -> CommandError:
        """The command's end, where the file is taken and its plan is not, each fault with its line."""
        return refusal(self.name, PlanFileError(located(error.faults, self.content)))


def read_plan_file(name: str, *, stderr: Any) -> PlanFile:
    """The file; warnings go to `stderr`. Raises CommandError with every fault, each with its line and path."""
    content = read_file(name, MOST_BYTES)
    try:
        parsed = parse(content, format="json" if name.endswith(".json") else None, now=timezone.now())
    except PlanFileError as error:
        raise refusal(name, error) from error
    for warning in parsed.warnings:
        stderr.write(f"warning: {warning}")
    return PlanFile(name, content, parsed.document)


def plan_named(slug: str, *, is_public: bool = False) -> Plan:
    """The plan in the database, where it `is_public` if the public may see it. Raises CommandError."""
    plans = Plan.objects.visible_to(None) if is_public else Plan.objects
    plan = plans.filter(slug=slug).first()
    if plan is None:
        raise CommandError(f'There is no {"public " * is_public}plan "{slug}" in the database.')
    return plan


def refusal(name: str, error: PlanFileError) -> CommandError:
    """The command's end, for a file that is not taken."""
    return CommandError(f"{name} is refused:\n{error}")

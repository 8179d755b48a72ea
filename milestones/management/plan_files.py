"""Reading a plan file for a command: from a path or standard input, its faults told in full."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from milestones.planfile import Document, PlanFileError, parse
from milestones.planfile.limits import MOST_BYTES
from milestones.registry import registry

STANDARD_INPUT = "-"


def read_plan_file(name: str, *, stderr: Any) -> Document:
    """The document; warnings go to `stderr`. Raises CommandError with every fault, each with its path."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1) if name == STANDARD_INPUT else _content(Path(name))
    try:
        parsed = parse(
            content,
            format="json" if name.endswith(".json") else None,
            sections=registry.section_readers(),
        )
    except PlanFileError as error:
        raise refusal(name, error) from error
    for warning in parsed.warnings:
        stderr.write(f"warning: {warning}")
    return parsed.document


def refusal(name: str, error: PlanFileError) -> CommandError:
    """The command's end, for a file that is not taken."""
    return CommandError(f"{name} is refused:\n{error}")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error

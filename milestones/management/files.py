"""Files of commands: read up to a limit and written; what stands against it ends the command in a sentence."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

STANDARD_INPUT = "-"


def read_file(name: str, most: int) -> bytes:
    """What a file or standard input holds, of more than `most` bytes one more. Raises CommandError."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def write_file(text: str, output: str | None, stdout: Any) -> None:
    """Write the text to a file, to standard output where none is named. Raises CommandError."""
    if not output:
        stdout.write(text, ending="")
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}") from error

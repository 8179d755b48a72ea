"""The plan file's JSON Schema, for editors."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from milestones.kinds.format import this_format
from milestones.planfile.schema import json_schema


class Command(BaseCommand):
    help = "Print the JSON Schema (2020-12) of plan files, by which an editor completes and checks them."

    def handle(self, **options: Any) -> None:
        self.stdout.write(schema_text(), ending="")


def schema_text() -> str:
    """The schema as text, with a line's end at its end."""
    return json.dumps(json_schema(this_format()), ensure_ascii=False, indent=1) + "\n"

"""The engine at the command line: what is the status of a plan file's milestones on a day?"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from milestones.contingency import plan as engine
from milestones.kinds.format import this_format
from milestones.management.plan_files import plan_named, read_plan_file
from milestones.planfile import Document
from milestones.planfile.requests import BadRequest, answer, as_json, ask, read_question
from milestones.services.loading import unstored
from milestones.state import state_for


class Command(BaseCommand):
    """Without --plan it reads files and standard input alone: no database is touched."""

    help = "Evaluate a plan file, or with --plan a loaded plan's published facts, for a day; print JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the plan file, YAML or (.json) JSON")
        parser.add_argument("--plan", metavar="SLUG", help="a loaded plan instead of a file")
        parser.add_argument("--on", help="the day, such as 2026-01-14")
        parser.add_argument("--known-at", help="count only what was recorded by then: 2026-01-14T18:00:00Z")
        parser.add_argument("--reading", help="the reading, by its slug; the plan's first if not given")
        parser.add_argument(
            "--batch",
            action="store_true",
            help='answer requests from standard input, one a line: {"plan": {...}, "on": "2026-01-14"}',
        )
        self.parser = parser

    def handle(self, **options: Any) -> None:
        if options["batch"]:
            if any(options[name] for name in ("file", "plan", "on", "known_at", "reading")):
                self.parser.error("--batch takes everything from standard input; give nothing beside it")
            self.batch(sys.stdin.buffer)
        elif bool(options["file"]) == bool(options["plan"]) or not options["on"]:
            self.parser.error("give FILE or --plan SLUG, and --on DATE; or --batch")
        else:
            self.one(options)

    def one(self, options: dict[str, Any]) -> None:
        """Print the evaluation of one plan."""
        try:
            question = read_question(options)
            read = self.loaded if options["plan"] else self.in_file
            evaluation = ask(read(options["plan"] or options["file"], question.known_at), question)
        except BadRequest as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(evaluation.as_dict(), indent=1))

    def loaded(self, slug: str, known_at: datetime | None) -> engine.Plan:
        """The published facts of a plan in the database, as known at an instant."""
        return state_for(plan_named(slug), None, known_at).engine_plan

    def in_file(self, name: str, known_at: datetime | None) -> engine.Plan:
        """The plan in a file, all of it, as known at an instant; says what the file's state leaves out."""
        state, report = unstored(read_plan_file(name, stderr=self.stderr).document, known_at=known_at)
        for note in report.notes:
            self.stderr.write(note)
        return state.engine_plan

    @staticmethod
    def plan_of(document: Document, known_at: datetime | None) -> engine.Plan:
        """The plan that a file tells, with what its measures give."""
        state, _report = unstored(document, known_at=known_at)
        return state.engine_plan

    def batch(self, lines: Iterable[bytes]) -> None:
        """Print an answer a line, at once; empty lines ask nothing."""
        for line in lines:
            if line.strip():
                self.stdout.write(as_json(answer(line, this_format(), self.plan_of)))
                self.stdout.flush()

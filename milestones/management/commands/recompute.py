"""Recompute plans now, whether or not they are marked."""

from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from milestones.models import Plan
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
from milestones.services.self_check import check_plan


class Command(BaseCommand):
    """`manage.py recompute [--check] [SLUG ...]`."""

    help = "Bring the stored evaluation of plans up to date: of the plans named, else of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="a plan's slug")
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing, compare what is stored with a full evaluation, and fail where it differs",
        )

    def handle(self, *args: object, slugs: list[str], check: bool, **options: object) -> None:
        plans = Plan.objects.order_by("slug")
        unknown = sorted(set(slugs) - set(plans.values_list("slug", flat=True)))
        if unknown:
            raise CommandError(f"There is no plan {', '.join(unknown)}. Nothing was recomputed.")
        chosen = plans.filter(slug__in=slugs) if slugs else plans
        if check:
            self._check(chosen)
            return
        for plan in chosen:
            with transaction.atomic():
                raise_mark(plan, cause={"kind": "manual"})
                done = recompute(plan.pk)
            if done is not None:
                self.stdout.write(
                    f"{done.plan}: revision {done.revision}, as of {done.on}; {done.written} rows written, "
                    f"{done.changes} statuses changed."
                )

    def _check(self, plans: Iterable[Plan]) -> None:
        differing = []
        for plan in plans:
            differs = check_plan(plan.pk, now=timezone.now(), repairs=False)
            if differs:
                differing.append(plan.slug)
            waits = f"{plan.slug}: an edit or a new day waits for its recompute"
            self.stdout.write(waits if differs is None else f"{differs}." if differs else f"{plan.slug}: as stored.")
        if differing:
            raise CommandError(f"Stored otherwise than evaluated: {', '.join(differing)}. Nothing was written.")

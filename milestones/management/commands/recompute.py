"""Recompute plans now, whether or not they are marked."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from milestones.models import Plan
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute


class Command(BaseCommand):
    """`manage.py recompute [SLUG ...]`."""

    help = "Bring the stored evaluation of plans up to date: of the plans named, else of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="a plan's slug")

    def handle(self, *args: object, slugs: list[str], **options: object) -> None:
        plans = Plan.objects.order_by("slug")
        unknown = sorted(set(slugs) - set(plans.values_list("slug", flat=True)))
        if unknown:
            raise CommandError(f"There is no plan {', '.join(unknown)}. Nothing was recomputed.")
        for plan in plans.filter(slug__in=slugs) if slugs else plans:
            with transaction.atomic():
                raise_mark(plan, cause={"kind": "manual"})
                done = recompute(plan.pk)
            if done is not None:
                self.stdout.write(
                    f"{done.plan}: revision {done.revision}, as of {done.on}; {done.written} rows written, "
                    f"{done.changes} statuses changed."
                )

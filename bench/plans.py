"""Plans of any size, written straight into the tables: layers of milestones that wait for some of the layer before."""

import random

from django.db import transaction
from django.utils import timezone

from milestones.contingency.scales import Level
from milestones.models import Assessment, Condition, Gate, Milestone, Pillar, Plan
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute

LAYERS = 30
AWAITED = 3
PILLARS = ("governance", "reconstruction", "demilitarisation")


def make_plan(slug: str, size: int, *, circle: int = 0, seed: int = 1) -> Plan:
    """A published plan of `size` milestones, recomputed; the last `circle` of them wait for one another."""
    rng = random.Random(seed)
    with transaction.atomic():
        plan = Plan.objects.create(slug=slug, name=slug, publication="published", as_of="2026-01-01")
        pillars = [Pillar.objects.create(plan=plan, slug=name, name=name, rank=n) for n, name in enumerate(PILLARS)]
        made = [
            Milestone(
                plan=plan, pillar=pillars[n % 3], slug=f"m-{n}", name=f"Step {n}", rank=n, publication="published"
            )
            for n in range(size)
        ]
        Milestone.objects.bulk_create(made)
        layer = max(1, size // LAYERS)
        waiting = made[layer:]
        gates = Gate.objects.bulk_create(Gate(milestone=each, before="start", force="gates") for each in waiting)
        Condition.objects.bulk_create(
            Condition(gate=gate, milestone=awaited, reaches=Level.COMPLETE, rank=rank)
            for number, gate in enumerate(gates)
            for rank, awaited in enumerate(rng.sample(_layer_before(made, number, layer), min(AWAITED, layer)))
        )
        _close_circle(made[-circle:] if circle else [])
        Assessment.objects.bulk_create(
            Assessment(
                milestone=each, date="2026-02-01", recorded_at=timezone.now(), level=Level.COMPLETE,
                verification=3, publication="published",
            )
            for each in made[:layer]
        )  # fmt: skip
        raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk, now=timezone.now())
    return plan


def assess(milestone: Milestone, level: Level) -> None:
    """One more edit: an assessment that counts at once."""
    Assessment.objects.create(
        milestone=milestone, date="2026-03-01", recorded_at=timezone.now(), level=level, verification=3,
        publication="published",
    )  # fmt: skip


def _layer_before(made: list[Milestone], number: int, layer: int) -> list[Milestone]:
    """The milestones of the layer before the one in which that of the number's gate stands."""
    first = number // layer * layer
    return made[first : first + layer]


def _close_circle(circle: list[Milestone]) -> None:
    """Let each of these wait for the next, and the last for the first."""
    gates = Gate.objects.bulk_create(Gate(milestone=each, before="start", force="gates", rank=1) for each in circle)
    Condition.objects.bulk_create(
        Condition(gate=gate, milestone=circle[(n + 1) % len(circle)], reaches=Level.COMPLETE)
        for n, gate in enumerate(gates)
    )

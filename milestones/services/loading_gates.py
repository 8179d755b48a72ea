"""Loading gates: they have no names, so the file's are told from the stored ones by what they say and where."""

from collections.abc import Hashable, Iterator
from dataclasses import replace

from milestones.planfile.document import Gate, Publication, Suspension
from milestones.planfile.normal_form import in_order
from milestones.services import entry_tables as tables
from milestones.services.entry_tables import Link
from milestones.services.exporting import stored_gates
from milestones.services.loading_pairs import Wanted, alike_but_for, pair
from milestones.services.loading_structure import Load, write_list, write_pairs
from milestones.services.plan_rows import Stored


def load_gates(load: Load) -> None:
    """Write the gates with their readings and conditions; a gate keeps its row as long as it can be known again.

    One that says the same keeps its row. A changed one is known by its conditions, else by its first waiver, and only
    one that was never waived by its place, so that a waiver never comes to stand at a gate it was not given for.
    """
    stored = [gate for gates in stored_gates(load.rows).values() for gate in gates]
    wanted = list(_gates(load))
    keys = write_pairs(
        load,
        tables.GATES,
        wanted,
        pair(wanted, stored, _same_and_waived, _same, _same_conditions, _first_waiver, _place, _never_waived),
    )
    for each, key in zip(wanted, keys, strict=True):
        load.gates[each.path] = key
    parts = list(zip(wanted, keys, strict=True))
    readings = [
        Wanted(key, rank, Link(slug), (*each.path, "readings", rank), f"{each.name}/{slug}")
        for each, key in parts
        for rank, slug in enumerate(each.entry.readings or ())
    ]
    write_list(load, tables.GATE_READINGS, readings, lambda each: each.entry.slug)
    conditions = [
        Wanted(key, rank, condition, (*each.path, "conditions", rank), f"{each.name}.conditions[{rank}]")
        for each, key in parts
        for rank, condition in enumerate(each.entry.conditions)
    ]
    write_list(
        load,
        tables.CONDITIONS,
        conditions,
        lambda each: (each.rank, each.entry),
        lambda each: each.entry,
        lambda each: each.rank,
        lambda each: True,
    )


def _gates(load: Load) -> Iterator[Wanted]:
    for index, milestone in enumerate(load.document.milestones):
        owner = load.keys[tables.MILESTONES.model][milestone.slug]
        for rank, gate in enumerate(milestone.gates):
            path = ("milestones", index, "gates", rank)
            yield Wanted(owner, rank, gate, path, f"{milestone.slug}.gates[{rank}]")


def _waivers(gate: Gate) -> tuple[Suspension, ...]:
    """The gate's waivers without what may change about them, oldest first."""
    anyhow = Publication.PUBLISHED
    return in_order(tuple(replace(waiver, ended=None, publication=anyhow) for waiver in gate.waived))


_same = alike_but_for("waived")


def _same_and_waived(each: Wanted | Stored) -> Hashable:
    return _same(each), _waivers(each.entry)


def _same_conditions(each: Wanted | Stored) -> Hashable:
    return each.entry.before, each.entry.conditions


def _first_waiver(each: Wanted | Stored) -> Hashable | None:
    return next(iter(_waivers(each.entry)), None)


def _place(each: Wanted | Stored) -> int | None:
    return each.rank if isinstance(each, Wanted) or not each.entry.waived else None


def _never_waived(each: Wanted | Stored) -> bool | None:
    return True if isinstance(each, Wanted) or not each.entry.waived else None

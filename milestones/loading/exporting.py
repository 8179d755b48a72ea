"""A plan in the database as the document of its plan file."""

from milestones.kinds.format import ROOT, every_table
from milestones.loading.stored import ALL, Everyone, read_rows
from milestones.models import Plan
from milestones.planfile import Document, Entry, normalised
from milestones.registry import registry
from milestones.selectors.plans import Reader


def export_document(plan: Plan, *, user: Reader | Everyone = ALL) -> Document:
    """The plan's document in normal form, with what the user may see: ALL sees everything, None the public part.

    Raises Plan.DoesNotExist where the user may not see the plan.
    """
    rows = read_rows(every_table(), plan.pk, seen=user)
    if not rows.of(ROOT.nested[0]):
        raise Plan.DoesNotExist(f"The plan {plan.slug} is not to be seen.")
    document = {table.key: rows.entries(table) for table in ROOT.nested}
    sections = {}
    for section in registry.sections():
        entry = Entry(section, {table.key: rows.entries(table) for table in section.nested})
        if any(entry.values()):
            sections[section.key] = entry
    return normalised(Entry(ROOT, {**document, "sections": sections}))

"""A plan as it stands, or stood, as the document of its plan file."""

import json
from datetime import datetime

from milestones.kinds.format import ROOT, every_table
from milestones.loading.stored import ALL, Everyone, assembled, model_of, with_inner
from milestones.models import Plan
from milestones.models.publication import EVERYTHING, publications_seen_by
from milestones.planfile import Document, Entry, as_mapping, dump, normalised
from milestones.registry import registry
from milestones.selectors.plans import Reader
from milestones.state.finding import state_now, state_of
from milestones.state.plan_state import PlanState
from milestones.state.standing import freshness_of


def export_document(plan: Plan, *, user: Reader | Everyone = ALL, known_at: datetime | None = None) -> Document:
    """The plan's document in normal form, with what the user may see: ALL sees everything, None the public part.

    Without an instant it is what the tables say now. Raises Plan.DoesNotExist where the user may not see the plan.
    """
    seen = EVERYTHING if isinstance(user, Everyone) else publications_seen_by(user, plan.pk)
    if known_at is None:
        return document_of(state_now(plan, seen))
    return document_of(state_of(freshness_of(plan.pk, seen), known_at))


def document_of(state: PlanState) -> Document:
    """What is seen of the state, as a document in normal form; what measures give stands in no file.

    Raises Plan.DoesNotExist where the plan is not to be seen.
    """
    stored = {table: state.stored_columns(model_of(table)) for table in with_inner(every_table())}
    rows = assembled(every_table(), stored)
    if not rows.of(ROOT.nested[0]):
        raise Plan.DoesNotExist("The plan is not to be seen.")
    document = {table.key: rows.entries(table) for table in ROOT.nested}
    sections = {}
    for section in registry.sections():
        entry = Entry(section, {table.key: rows.entries(table) for table in section.nested})
        if any(entry.values()):
            sections[section.key] = entry
    return normalised(Entry(ROOT, {**document, "sections": sections}))


def text_of(document: Document, form: str) -> str:
    """The document as the text of a plan file, "json" or "yaml", with a line's end at its end."""
    if form == "json":
        return json.dumps(as_mapping(document), ensure_ascii=False, indent=1) + "\n"
    return dump(document)

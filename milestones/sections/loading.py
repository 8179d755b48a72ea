"""A section's entries into the database: structure follows the file, records are added and never changed."""

from collections import defaultdict, deque
from collections.abc import Hashable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from milestones.models import Plan
from milestones.sections.fields import Columns, Keys, Slugs
from milestones.sections.stored import PLAN_PARTS, read_rows, slugs_of
from milestones.sections.tables import Entry, Read, Section, SectionTable
from milestones.services.loading_report import Changes, LoadReport

CHANGE_REASON = "plan file"


def load_section(
    section: Section, plan: Plan, read: Read, report: LoadReport, *, user: AbstractBaseUser | None = None
) -> None:
    """Bring the section's rows up to the file, in the caller's transaction; what was done is added to the report."""
    slugs = slugs_of(plan, section.tables)  # of all that a row stored before can name
    keys = {model: {slug: key for key, slug in slugs[model].items()} for model in PLAN_PARTS}
    for table in section.tables:
        changes = report.of(str(table.model._meta.verbose_name_plural))
        if table.is_of_records:
            _load_records(table, plan, read[table.key], changes, keys, slugs, user)
        else:
            _load_structure(table, plan, read[table.key], changes, keys)


def _columns(table: SectionTable, plan: Plan, entry: Entry, keys: Keys) -> Columns:
    written: Columns = {"plan_id": plan.pk} if table.in_plan == "plan" else {}
    for field in table.all_fields():
        written |= field.write(entry[field.key], keys)
    return written


def _load_structure(
    table: SectionTable,
    plan: Plan,
    entries: tuple[Entry, ...],
    changes: Changes,
    keys: dict[type[Model], dict[str, int]],
) -> None:
    """Add and change rows by their slug; those that the file does not have stay, and are reported.

    An entry may name one before it in the same table.
    """
    rows: Any = table.model._default_manager
    stored = {row.slug: row for row in rows.filter(**{table.in_plan: plan})}
    found = keys[table.model] = {slug: row.pk for slug, row in stored.items()}
    is_ranked = any(column.name == "rank" for column in table.model._meta.concrete_fields)
    for rank, entry in enumerate(entries):
        columns = _columns(table, plan, entry, keys) | ({"rank": rank} if is_ranked else {})
        row = stored.pop(entry["slug"], None)
        if row is None:
            row = table.model(**columns)
            _save(row)
            found[entry["slug"]] = row.pk
            changes.added.append(entry["slug"])
        elif any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            _save(row)
            changes.changed.append(entry["slug"])
        else:
            changes.unchanged.append(entry["slug"])
    changes.kept.extend(stored)


def _save(row: Model) -> None:
    _check(row)
    row._change_reason = CHANGE_REASON  # type: ignore[attr-defined] # simple_history reads it
    row.save()


def _check(row: Model) -> None:
    """Validate what the database cannot.

    The keys were looked up by their slugs, and the database holds its constraints itself: its refusal becomes a
    fault of the file.
    """
    row.clean_fields(exclude={field.name for field in row._meta.concrete_fields if field.is_relation})
    row.clean()


def _load_records(
    table: SectionTable,
    plan: Plan,
    entries: tuple[Entry, ...],
    changes: Changes,
    keys: Keys,
    slugs: Slugs,
    user: AbstractBaseUser | None,
) -> None:
    """Pair entries with rows that say the same, those still standing first; add the rest, retract and publish."""
    waiting: dict[Hashable, deque[tuple[int, Entry]]] = defaultdict(deque)
    stored = read_rows(table, plan, slugs)
    for key, entry in sorted(stored, key=lambda row: row[1].get("retracted") is not None):
        waiting[table.content(entry)].append((key, entry))
    rows: Any = table.model._default_manager
    for entry in entries:
        name = f"{entry['date']}"
        alike = waiting[table.content(entry)]
        if not alike:
            added = table.model(**_columns(table, plan, entry, keys), entered_by=user)
            _check(added)
            added.save()
            changes.added.append(name)
            continue
        key, before = alike.popleft()
        columns: Columns = {}
        if before["publication"] is not entry["publication"]:
            columns["publication"] = entry["publication"].value
            changes.changed.append(name)
        if entry.get("retracted") is not None and before["retracted"] is None:
            columns["retracted_at"] = entry["retracted"]
            changes.retracted.append(name)
        if columns:
            row = rows.get(pk=key)
            for column, value in columns.items():
                setattr(row, column, value)
            row.save()
        else:
            changes.unchanged.append(name)
    changes.kept.extend(f"{entry['date']}" for rest in waiting.values() for _, entry in rest)

"""Templates: a milestone or indicator written once and repeated for each area."""

from collections.abc import Iterator

from milestones.planfile.cursor import Cursor
from milestones.planfile.entry import Entry

TEMPLATED = ("milestones", "indicators")
FOR_EACH = "areas"


def repeated(document: Cursor, areas: tuple[Entry, ...], key: str) -> Iterator[Cursor]:
    """A cursor for each area over each of the templates' milestones or indicators."""
    for path, raw in document.items("templates"):
        template = document.below(raw, path)
        for area in areas:
            for inner_path, inner in template.items(key):
                cursor = template.below(inner, inner_path)
                cursor.area = area
                yield cursor


def check_templates(document: Cursor, areas: tuple[Entry, ...]) -> None:
    """Refuse what is wrong with templates as such, and warn where one gives nothing."""
    for path, raw in document.items("templates"):
        template = document.below(raw, path)
        template.check_keys(("for_each", *TEMPLATED))
        if template.raw.get("for_each") != FOR_EACH:
            template.error("for_each", "for_each", f"a template is repeated for each of the {FOR_EACH}")
        if not areas:
            message = "there are no areas, so this template gives nothing"
            document.report.warn(path, "template_without_areas", message)

"""What stands in a cell, a term or a heading: texts and links as safe HTML, each name apart from what is around it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.lettering import in_own_direction
from milestones.notation import ngettext
from milestones.selectors.records import SourceNote
from milestones.words import GRADE_WORDS, Mark

Words = str | Promise

NOTHING = SafeString("—")
"""What stands where the records do not say."""
MOST_RENDERED = 512
"""How many small parts are kept: there are some twenty marks and levels, in three languages."""


def rendered(template: str, **told: Hashable) -> SafeString:
    """What a template makes of a few values that come again and again, in the reader's language."""
    return _rendered(template, get_language(), tuple(told.items()))


@lru_cache(MOST_RENDERED)
def _rendered(template: str, _language: str, told: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return SafeString(render_to_string(template, dict(told)))


def isolated(text: object) -> SafeString:
    """A text whose letters do not reorder those around it; nothing, and what is HTML already, stays as it is."""
    if isinstance(text, SafeString):
        return text
    return SafeString() if text == "" else in_own_direction(notation.Counted(text) if isinstance(text, int) else text)


def shown(text: object) -> SafeString:
    """A text, or a dash where there is none."""
    return isolated(text) if text is not None and str(text) else NOTHING


def link(text: object, address: str) -> SafeString:
    """A name that leads to its page; the name alone where there is no address."""
    return format_html('<a href="{}">{}</a>', address, isolated(text)) if address else isolated(text)


def labelled(text: object, label: object, kind: str = "label") -> SafeString:
    """A text with a word behind it; `kind` is the word's class."""
    return format_html('{} <span class="{}">{}</span>', isolated(text), kind, label) if label else isolated(text)


def listed(texts: Iterable[object], *, otherwise: object = "") -> SafeString:
    """Texts under one another."""
    lines = format_html_join("", "<div>{}</div>", ((isolated(text),) for text in texts))
    return lines or shown(otherwise)


def first_of(names: Sequence[str], most: int) -> list[str]:
    """At most so many of the names, and in words how many more there are."""
    return [*names[:most], *more_than(most, len(names))]


def more_than(most: int, count: int) -> list[str]:
    """In words by how many the count is more; nothing where it is not."""
    left = count - most
    told = ngettext("And %(count)s more.", "And %(count)s more.", left)
    return [told] if left > 0 else []


def dated(day: date | None) -> SafeString:
    """A day for a table, in one line."""
    return format_html('<span class="day">{}</span>', notation.short_day(day))


def struck(text: object) -> SafeString:
    """A text that is no longer held."""
    return format_html("<s>{}</s>", isolated(text))


def grade_mark(grade: Grade | None) -> SafeString:
    """How well something is verified; nothing for None."""
    if grade is None:
        return SafeString()
    return format_html('<span class="grade is-grade-{}">{}</span>', grade.slug, GRADE_WORDS[grade])


def marked(mark: Mark) -> SafeString:
    """A status or truth with its glyph and its word."""
    return rendered("milestones/status_mark.html", mark=mark)


def noted(text: object, note: object) -> SafeString:
    """A text with what is said beside it; `note` may be empty."""
    return labelled(text, note, "note")


def cited(source: SourceNote | None, clause: str = "") -> SafeString:
    """A source as a line; nothing for None."""
    if source is None:
        return SafeString()
    return SafeString(render_to_string("pages/source_line.html", {"source": source, "clause": clause}))


def said_of(terms: Mapping[str, object]) -> dict[str, SafeString]:
    """Terms with what is said of each, without those of which nothing is."""
    return {term: isolated(words) for term, words in terms.items() if words}

"""The plan's sources: what each is, how it was read, and what rests on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.kinds.format import every_kind
from milestones.models import Source
from milestones.pages.blocks import Column, table
from milestones.pages.cells import cited, labelled, link, listed
from milestones.pages.links import data_address
from milestones.pages.page import Page
from milestones.selectors.records import Viewpoint, label_of


def sources_page(viewpoint: Viewpoint) -> Page:
    """The page of the sources, in the plan's order."""
    resting, sources = _resting(viewpoint), viewpoint.rows(Source)
    columns = (
        Column(_("Source"), lambda source: labelled(_cited(source, viewpoint), label_of(source))),
        Column(
            _("What rests on it"),
            lambda source: listed(_counted(resting[source.pk]), otherwise=_("nothing, it is only named")),
        ),
    )
    count = len(sources)
    state = ngettext("%(count)s source.", "%(count)s sources.", count) % {"count": notation.number(count)}
    none = _("This plan names no source.")
    return Page(
        heading=_("Sources"),
        state=state,
        blocks=(table(_("Sources"), columns, sources, none=none),),
        data=data_address(viewpoint, "sources"),
    )


def _resting(viewpoint: Viewpoint) -> Mapping[int, Counter[str]]:
    """By the key of each source how many rows name it, by what such rows are called."""
    resting: dict[int, Counter[str]] = defaultdict(Counter)
    for kind in every_kind():
        if any(field.name == "source" for field in kind.fields):
            rows: Iterable[Any] = viewpoint.rows(kind.model)
            for row in rows:
                resting[row.source_id][str(kind.model._meta.verbose_name_plural)] += 1
    return resting


def _counted(counts: Counter[str]) -> list[str]:
    return [
        _("%(what)s: %(count)s") % {"what": capfirst(words), "count": notation.number(count)}
        for words, count in counts.items()
    ]


def _cited(source: Source, viewpoint: Viewpoint) -> SafeString:
    """The source as a line, with its archived copy where there is one."""
    told = cited(viewpoint.source(source.pk))
    if not source.archived_url:
        return told
    return format_html("{} · {}", told, link(_("archived copy"), source.archived_url))

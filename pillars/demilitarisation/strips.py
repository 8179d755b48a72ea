"""The records of one kind over time, as a picture for their page and for each of them."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.scales import Grade
from milestones.models import Publication
from pillars.demilitarisation.record_kinds import Kind
from pillars.demilitarisation.strip_picture import Dot, draw_strip


def strip_of(
    kind: Kind, records: Iterable[Any], *, hue: int, looked_at: int | None = None
) -> SafeString | None:
    """The picture, of the newest record of each case; None without any. `looked_at` is the key of one of them."""
    newest: dict[object, Any] = {}
    for record in records:
        if record.pk == looked_at:
            newest[kind.once(record)] = record
        newest.setdefault(kind.once(record), record)
    if not newest:
        return None
    dots = [_dot(kind, record, looked_at) for record in sorted(newest.values(), key=lambda each: each.date)]
    return draw_strip(
        dots,
        title=_("%(kind)s over time") % {"kind": kind.title},
        description=_(
            "A dot for each record, in a row for each word, from the first day to the last. A hollow dot is a "
            "record that counts for nothing: disputed, or a draft. The table below says the same."
        ),
        slug=f"{kind.slug}-over-time",
        hue=hue,
        is_rtl=translation.get_language_bidi(),
    )


def _dot(kind: Kind, record: Any, looked_at: int | None) -> Dot:
    is_draft = record.publication == Publication.DRAFT
    return Dot(
        row=kind.row(record),
        day=kind.day(record),
        figure=kind.figure(record),
        stands=Grade(record.verification) is not Grade.DISPUTED and not is_draft,
        is_looked_at=record.pk == looked_at,
    )

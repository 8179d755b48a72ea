"""Civil functions and public services: who runs them, how far their handover is, where they deliver."""

from collections.abc import Iterator, Sequence

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.pages.blocks import Block, Column, Section, table
from milestones.pages.cells import cited, labelled, link, listed, said_of
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page
from milestones.pages.records import RecordLine, RecordList
from milestones.selectors.records import RecordNote, Viewpoint, label_of, only
from pillars.governance.models.choices import Delivering, FunctionKind, Stage
from pillars.governance.pages.rungs import rungs_over_time
from pillars.governance.selectors import PILLAR, FunctionNote, current_by_place, functions, place_of
from pillars.governance.wording import kind_of, placed_words, said_words


def function_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The functions as a table; nothing without one."""
    found = functions(viewpoint)
    if found:
        heading = _("Civil functions and public services")
        name = Column(_("Function"), lambda note: _name(note, viewpoint))
        yield Section(heading, (table(heading, (name, *COLUMNS), found),), "functions")


def function_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A function and its handover, as of a day."""
    note = only(functions(viewpoint, slug=slug))
    function = note.function
    handovers = current_by_place(note.handovers)
    blocks = [
        _records(note.handovers, tuple(Stage), _("Handover"), _("Handover of %(function)s"), note, viewpoint)
    ]
    if _is_service(note):
        words = tuple(reversed(Delivering))
        blocks.append(
            _records(note.deliveries, words, _("Delivery"), _("Delivery of %(function)s"), note, viewpoint)
        )
    return Page(
        heading=function.name,
        label=label_of(function),
        state=" · ".join(map(placed_words, handovers)) or _("No record of its handover compiled here."),
        description=function.description or "",
        about=said_of(
            {
                _("Kind"): function.get_kind_display(),
                _("To be run by"): note.receiver,
                _("Source"): cited(viewpoint.source(function.source_id), function.clause),
            }
        ),
        blocks=blocks,
        data=data_address(viewpoint, f"{PILLAR}-handovers"),
    )


def _name(note: FunctionNote, viewpoint: Viewpoint) -> SafeString:
    address = page_address(viewpoint, f"{PILLAR}-function", note.function.slug)
    return labelled(link(note.function.name, address), label_of(note.function))


def _is_service(note: FunctionNote) -> bool:
    return note.function.kind == FunctionKind.PUBLIC_SERVICE


def _records(
    records: Sequence[RecordNote],
    words: Sequence[TextChoices],
    heading: str,
    title: str,
    note: FunctionNote,
    viewpoint: Viewpoint,
) -> Section:
    """What was said of the handover or the delivery: a picture for each place, and every record."""
    slug = "handover" if records is note.handovers else "delivery"
    pictures: list[Block] = []
    for number, place in enumerate(sorted({place_of(record) for record in records})):
        said = [record for record in records if place_of(record) in ("", place)]
        pictures += rungs_over_time(
            said,
            words,
            title=title % {"function": note.function.name},
            slug=f"{slug}-{number}",
            place=place,
            until=viewpoint.on,
        )
    current = current_by_place(records)
    lines = tuple(
        RecordLine(
            record, said_words(record), kind_of(record, is_current=record in current), place_of(record)
        )
        for record in records
    )
    return Section(heading, (*pictures, RecordList(lines, _("Nothing is on record up to this day."))), slug)


COLUMNS = (
    Column(gettext_lazy("Kind"), lambda note: note.function.get_kind_display()),
    Column(gettext_lazy("To be run by"), lambda note: note.receiver),
    Column(
        gettext_lazy("Handover"),
        lambda note: listed(map(placed_words, current_by_place(note.handovers)), otherwise=_("not reported")),
    ),
    Column(
        gettext_lazy("Delivery"),
        lambda note: (
            listed(map(placed_words, current_by_place(note.deliveries)), otherwise=_("not reported"))
            if _is_service(note)
            else ""
        ),
    ),
)

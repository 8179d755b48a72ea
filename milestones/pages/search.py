"""What is found in a plan for a reader's words: milestones, indicators, actors, sources and clauses, by kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy
from modeltranslation.translator import translator

from milestones.lettering import folded
from milestones.models import Actor, Clause, Indicator, Milestone, Source
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Text, table
from milestones.pages.cells import Words, link, marked
from milestones.pages.links import page_address, page_with
from milestones.pages.scene import Scene
from milestones.selectors.records import Viewpoint
from milestones.words import STATUS_MARKS

MOST_SHOWN, LONGEST_TITLE = 25, 6
"""So many of a kind are shown, the others are counted; of the title of a clause's text so many words are told."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A kind of thing that can be found: which texts name it, how it is told, and where it stands.

    `beside` is what a second column tells of it, under its heading.
    """

    model: type[Model]
    names: tuple[str, ...]
    told: Callable[[Any], Words]
    address: Callable[[Viewpoint, Any], str]
    beside: tuple[Words, Callable[[Scene, Any], object]] | None = None


def _status(scene: Scene, row: Milestone) -> object:
    verdict = scene.evaluation.milestones.get(row.slug)
    return marked(STATUS_MARKS[verdict.status]) if verdict else None


def _number(row: Clause) -> str:
    return f"{row.number} · {Truncator(row.source).words(LONGEST_TITLE)}"


def _at(name: str) -> Callable[[Viewpoint, Any], str]:
    return lambda viewpoint, row: page_address(viewpoint, name, row.slug)


def _clause(viewpoint: Viewpoint, row: Clause) -> str:
    source = viewpoint.source(row.source_id)
    anchor = f"#{source.slug}-{row.number}" if source else ""
    return page_address(viewpoint, "text-page") + anchor


KINDS = (
    Sought(Milestone, ("slug", "name"), lambda row: row.name, _at("milestone-page"), (gettext_lazy("Status"), _status)),
    Sought(Indicator, ("slug", "name"), lambda row: row.name, _at("indicator-page")),
    Sought(Actor, ("slug", "name"), lambda row: row.name, _at("actor-page")),
    Sought(Clause, ("number",), _number, _clause, (gettext_lazy("What it says"), lambda scene, row: row.text)),
    Sought(Source, ("slug", "title", "publisher"), lambda row: row.title or row.slug, _at("source-page")),
)


def found_in(scene: Scene, words: str) -> Sequence[Block]:
    """What of a plan has all of the words, a table a kind; nothing where nothing has.

    Names and texts are searched in each language that they are kept in, whichever the reader's is.
    """
    sought = folded(words).split()
    if not sought:
        return ()
    return tuple(chain.from_iterable(_blocks(scene, kind, rows, words) for kind, rows in _found(scene, sought)))


def _found(scene: Scene, sought: Sequence[str]) -> Iterator[tuple[Sought, Sequence[Any]]]:
    """Each kind of which something is found, those first whose very name has the words."""
    for kind in KINDS:
        in_names, in_texts = [], []
        names, texts = _columns(kind)
        for row in scene.viewpoint.rows(kind.model):
            name = _text(row, names)
            if all(word in name for word in sought):
                in_names.append(row)
            elif texts and all(word in f"{name} {_text(row, texts)}" for word in sought):
                in_texts.append(row)
        if rows := (*in_names, *in_texts):
            yield kind, rows


def _columns(kind: Sought) -> tuple[list[str], list[str]]:
    """The columns that name such a row, and those of its other texts, each in all languages."""
    kept: Mapping[str, Any] = translator.get_options_for_model(kind.model).all_fields
    names = [name for name in kind.names if name not in kept]
    texts: list[str] = []
    for name, columns in kept.items():
        (names if name in kind.names else texts).extend(column.name for column in columns)
    return names, texts


def _text(row: Any, columns: Sequence[str]) -> str:
    return folded(" ".join(str(getattr(row, column) or "") for column in columns))


def _blocks(scene: Scene, kind: Sought, rows: Sequence[Any], words: str) -> Iterator[Block]:
    heading, viewpoint = capfirst(str(kind.model._meta.verbose_name_plural)), scene.viewpoint
    columns = [Column(heading, lambda row: link(kind.told(row), kind.address(viewpoint, row)))]
    if kind.beside:
        what, told = kind.beside
        columns.append(Column(what, lambda row: told(scene, row)))
    yield table(heading, columns, rows[:MOST_SHOWN], kind="found")
    if len(rows) > MOST_SHOWN:
        yield Text(_more(scene, kind, len(rows) - MOST_SHOWN, words))


def _more(scene: Scene, kind: Sought, count: int, words: str) -> SafeString:
    told = ngettext("%(count)s more has these words.", "%(count)s more have these words.", count)
    address = page_with(scene.viewpoint, "milestones-page", search=words) if kind.model is Milestone else ""
    return link(told, address)

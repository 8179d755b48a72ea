"""The plan as a graph: what waits for what, as a picture with its table, and one thing with what is around it."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.contingency.scales import Truth
from milestones.lettering import folded
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Figure, Fold, Group, Section, Table, Text, table
from milestones.pages.cells import first_of, labelled, link, listed, marked, more_than
from milestones.pages.links import moment_address, page_with, query_with
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.matrix import matrix_part
from milestones.pages.scene import Scene
from milestones.pictures.graph import Node, draw_graph
from milestones.selectors.graph import Edge, Thing, graph_of
from milestones.wording.gates import before_step
from milestones.wording.names import thing_name
from milestones.words import STATUS_MARKS, TRUTH_MARKS

MOST_DRAWN, MOST_LISTED, MOST_BEGINNINGS = 300, 100, 6
"""Of more things the lanes are folded, until some are asked for; in one list, and to begin with, so many are named."""
FIND, ONLY, CHAIN = "find", "only", "chain"
SEVEREST = (Truth.UNMET, Truth.UNKNOWN, Truth.MET)
Links = Mapping[Thing, Mapping[Thing, Truth]]
"""The severest truth of the conditions between two things, by the one and then the other."""


@dataclass(frozen=True, slots=True)
class GraphSearch:
    """What a reader looks for among what is drawn; the answer has it."""

    template: ClassVar[str] = "milestones/graph_search.html"


@dataclass(frozen=True, slots=True)
class GraphFigure(Figure):
    """The picture, with what a script may offer to move in it."""

    template: ClassVar[str] = "milestones/graph_figure.html"


class PlanGraph:
    """The plan's graph. What is drawn holds something up: what only informs or is waived is told beside a thing.

    `by_address` are its things by what the address says for one in focus: a milestone's slug, or kind and slug.
    """

    def __init__(self, scene: Scene, title: str = "", note: str = "") -> None:
        self.scene, self.graph = scene, graph_of(scene.evaluation)
        self.title, self.note = title or _("What waits for what"), note
        self.by_address = {_address(thing): thing for thing in self.graph.things}
        self.after: dict[Thing, dict[Thing, Truth]] = defaultdict(dict)
        self.before: dict[Thing, dict[Thing, Truth]] = defaultdict(dict)
        for edge in self.graph.edges:
            if edge.gate.is_gate and not edge.gate.is_waived:
                truths = (edge.judged.truth, self.after[edge.awaited].get(edge.waits, Truth.MET))
                truth = min(truths, key=SEVEREST.index)
                self.after[edge.awaited][edge.waits] = self.before[edge.waits][edge.awaited] = truth
        self.linked = [thing for thing in self.graph.things if thing in self.after or thing in self.before]

    def page(self, asked: Mapping[str, str]) -> Page:
        """The page of all, or of what is asked for: `focus`, one of `by_address`, or a `pillar`, by slug.

        Of one in focus `only` its chain is drawn if that is asked for; what is to be found is lit, and listed.
        """
        focus, pillar = self.by_address.get(asked.get("focus", "")), asked.get("pillar", "")
        chain = {focus, *_reached(focus, self.after), *_reached(focus, self.before)} if focus else set()
        fitting = [thing for thing in self.linked if pillar in ("", self._lane(thing))]
        words = folded(asked.get(FIND, "")).split()
        sought = [thing for thing in self.graph.things if words and self._has(thing, words)]
        shown = self._shown(focus, chain, [] if focus and ONLY in asked else fitting)
        drawn = self._drawn(shown, chain or {*sought}, focus) if shown else self._folded()
        first = self._sought(sought) if words else () if focus else self._beginnings(fitting)
        blocks = [GraphSearch(), *self._around(focus), *first, *drawn, *self._loose()]
        return Page(
            heading=self.title,
            state=self._state(),
            blocks=blocks,
            beside=list(self._beside(focus, pillar, is_only=ONLY in asked)),
            data=moment_address(self.scene.viewpoint, "graph"),
            is_table=False,
            data_words=_("this graph as JSON"),
        )

    def lit(self, things: Container[Thing]) -> Sequence[Block]:
        """What is around what would stand otherwise, with that lit; nothing where that is nothing, or too much to draw.

        A phone has no room for the picture: the rows of what is lit stand by themselves, marked.
        """
        lit = [thing for thing in self.linked if thing in things]
        if not (shown := self._shown(None, set(), lit)):
            return []
        picture, fold = self._drawn(shown, things, None)
        return picture, self._twin(lit, _("would stand otherwise")), fold

    def _beside(self, focus: Thing | None, pillar: str, *, is_only: bool) -> Iterator[PageLink]:
        viewpoint = self.scene.viewpoint
        for slug, name in {"": pgettext("choice", "all"), **self.scene.names.pillars}.items():
            query = query_with(viewpoint, **({"pillar": slug} if slug else {}))
            yield PageLink(name, query or ".", slug == pillar and not focus)
        if focus:
            words = _("only what hangs together with %(name)s") % {"name": thing_name(*focus, self.scene.names)}
            yield PageLink(words, query_with(viewpoint, focus=_address(focus), only=CHAIN), is_only)

    def _has(self, thing: Thing, words: Sequence[str]) -> bool:
        """Whether a thing's name or slug has all the words."""
        text = folded(f"{thing_name(*thing, self.scene.names)} {thing[1]}")
        return all(word in text for word in words)

    def _sought(self, sought: Sequence[Thing]) -> Iterator[Block]:
        """What was looked for, each leading into focus."""
        heading = _("Found: %(count)s") % {"count": notation.number(len(sought))}
        yield Section(heading, (Text(self._some(sought)),) if sought else (), "found")

    def _beginnings(self, things: Sequence[Thing]) -> Iterator[Block]:
        """What many wait for, as places to begin at."""
        awaited = sorted(things, key=lambda thing: -len(self.after.get(thing, ())))
        many = [thing for thing in awaited[:MOST_BEGINNINGS] if len(self.after.get(thing, ())) > 1]
        if many:
            counted = ((self._name(thing), notation.number(len(self.after[thing]))) for thing in many)
            told = format_html_join(_("; "), "{} ({})", counted)
            yield Text(format_html("{} {}", _("Several wait for each of these:"), told))

    def _some(self, things: Sequence[Thing]) -> SafeString:
        """The names of so many as are listed, and how many more there are."""
        names = first_of([self._name(thing) for thing in things], MOST_LISTED)
        return format_html_join(_("; "), "{}", ((name,) for name in names))

    def _state(self) -> str:
        return ngettext(
            "%(linked)s of %(count)s milestone waits for something, or is waited for.",
            "%(linked)s of %(count)s milestones wait for something, or are waited for.",
            len(self.scene.evaluation.milestones),
            linked=sum(kind == "milestone" for kind, _slug in self.linked),
        )

    def _shown(self, focus: Thing | None, chain: set[Thing], own: Sequence[Thing]) -> list[Thing]:
        """What is drawn, in the plan's order: what is asked for, or of too much what is nearest; or else nothing."""
        scopes = [{other for thing in own for other in self._near(thing)}]
        if focus:
            scopes += [chain, self._near(focus)]
        fitting = next((scope for scope in scopes if 0 < len(scope) <= MOST_DRAWN), set())
        return [thing for thing in self.linked if thing in fitting]

    def _near(self, thing: Thing) -> set[Thing]:
        return {thing, *self.after.get(thing, ()), *self.before.get(thing, ())}

    def _lane(self, thing: Thing) -> str:
        """The pillar in whose lane a thing stands: its own, or that of the first that waits for it."""
        kind, slug = thing
        first = next(iter(self.after.get(thing, ())), thing)
        return slug if kind == "pillar" else self.graph.things[thing] or self.graph.things[first] or ""

    def _name(self, thing: Thing) -> SafeString:
        """Its name, which brings it into focus."""
        return link(thing_name(*thing, self.scene.names), self._focused(thing))

    def _focused(self, thing: Thing) -> str:
        return page_with(self.scene.viewpoint, "graph-page", focus=_address(thing))

    def _around(self, focus: Thing | None) -> Iterator[Block]:
        """What is in focus, with what must come before it, and what waits for it."""
        if focus is None:
            return
        before = [edge for edge in self.graph.edges if edge.waits == focus]
        after = [edge for edge in self.graph.edges if edge.awaited == focus]
        status = (Text(self._status(focus)),) if focus[0] == "milestone" else ()
        sides = (
            self._side(_("It waits for"), before, lambda edge: edge.awaited),
            Section(self.scene.thing(*focus), status, "focus"),
            self._side(pgettext("thing", "What waits for it"), after, lambda edge: edge.waits),
        )
        yield Group(sides, "awaited-parts")

    def _side(self, heading: str, edges: Sequence[Edge], other: Callable[[Edge], Thing]) -> Section:
        columns = (
            Column(pgettext("thing", "Name"), lambda edge: self._name(other(edge))),
            Column(_("Truth"), lambda edge: marked(TRUTH_MARKS[edge.judged.truth])),
            Column(_("Step"), lambda edge: _("waived") if edge.gate.is_waived else before_step(edge.gate.group)),
        )
        more = more_than(MOST_LISTED, len(edges))
        told = table(heading, columns, edges[:MOST_LISTED], none=_("nothing"), kind="side")
        return Section(heading, (told, *(Text(words, "note") for words in more)))

    def _status(self, thing: Thing) -> SafeString:
        return marked(STATUS_MARKS[self.scene.evaluation.milestones[thing[1]].status])

    def _drawn(self, shown: Sequence[Thing], chain: Container[Thing], focus: Thing | None) -> Iterator[Block]:
        pillars = self.scene.names.pillars
        lanes = [slug for slug in pillars if any(self._lane(thing) == slug for thing in shown)]
        places = {thing: place for place, thing in enumerate(shown)}
        arrows: dict[tuple[int, str], list[int]] = defaultdict(list)
        for one in shown:
            for other, truth in self.after.get(one, {}).items():
                if other in places:
                    lit = " is-lit" if one in chain and other in chain else ""
                    arrows[places[one], TRUTH_MARKS[truth].css + lit].append(places[other])
        description = _(
            "An arrow leads from what is awaited to what waits for it: thin where the condition is met, thick where it "
            "is not, dashed where it cannot be told. What waits for one another stands in a frame."
        )
        nodes = [self._node(thing, lanes.index(self._lane(thing)), chain, focus) for thing in shown]
        named = [(pillars[slug], self.scene.hue(slug)) for slug in lanes]
        picture = draw_graph(named, nodes, arrows, title=self.title, description=description)
        yield GraphFigure(picture, f"{description} {self.note}".strip(), heading=self.title)
        yield Fold(_("The same as a table"), (self._twin(shown),))

    def _node(self, thing: Thing, lane: int, chain: Container[Thing], focus: Thing | None) -> Node:
        name, lit = thing_name(*thing, self.scene.names), " is-lit" if thing in chain else ""
        lit = f" is-focus{lit}" if thing == focus else lit
        address = self._focused(thing)
        if thing[0] != "milestone":
            return Node(name, lane, address, name, lit, "")
        mark = STATUS_MARKS[self.scene.evaluation.milestones[thing[1]].status]
        words = _("%(milestone)s: %(state)s") % {"milestone": name, "state": mark.word}
        return Node(name, lane, address, words, mark.css + lit, mark.glyph)

    def _twin(self, shown: Iterable[Thing], label: str = "") -> Table:
        def awaited(truth: Truth) -> Callable[[Thing], SafeString]:
            return lambda thing: listed(
                thing_name(*other, self.scene.names)
                for other, told in self.before.get(thing, {}).items()
                if told is truth
            )

        heading = _("waits for, %(truth)s")
        columns = (
            Column(_("Milestone"), lambda thing: labelled(self._name(thing), label)),
            Column(_("Status"), self._status),
            *(Column(heading % {"truth": TRUTH_MARKS[truth].word}, awaited(truth)) for truth in SEVEREST),
            Column(_("How many wait for it"), lambda thing: len(self.after.get(thing, ())), is_number=True),
        )
        return table(self.title, columns, (thing for thing in shown if thing[0] == "milestone"))

    def _folded(self) -> Iterator[Block]:
        """The pillars alone."""
        if part := matrix_part(self.scene) if self.linked else None:
            yield Text(_("So much is not drawn at once: these are the pillars. Choose one, or a milestone."), "note")
            yield Figure(part.picture, kind="matrix-figure")
            yield Fold(_("The same as a table"), (part.twin,))

    def _loose(self) -> Iterator[Block]:
        """The milestones without an arrow, folded."""
        linked = {*self.linked}
        things = [thing for thing in self.graph.things if thing[0] == "milestone" and thing not in linked]
        text = ngettext(
            "%(count)s milestone is not linked to anything",
            "%(count)s milestones are not linked to anything",
            len(things),
        )
        if things:
            yield Fold(text, (Text(self._some(things)),))


def _address(thing: Thing) -> str:
    kind, slug = thing
    return slug if kind == "milestone" else f"{kind}:{slug}"


def _reached(thing: Thing, links: Links) -> set[Thing]:
    """What can be reached from a thing by the links."""
    reached: set[Thing] = set()
    waiting = [thing]
    while waiting:
        new = set(links.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return reached

"""The plan as a graph: what waits for what, as a picture with its table, and one thing with what is around it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from milestones import notation
from milestones.contingency.scales import Truth
from milestones.pages.blocks import Block, Column, Figure, Fold, Group, Section, Table, Text, table
from milestones.pages.cells import link, listed, marked
from milestones.pages.links import moment_address, query_with
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.matrix import matrix_part
from milestones.pages.scene import Scene
from milestones.pictures.graph import Node, draw_graph
from milestones.selectors.graph import Edge, Thing, graph_of
from milestones.wording.gates import before_step
from milestones.wording.names import thing_name
from milestones.words import STATUS_MARKS, TRUTH_MARKS

MOST_DRAWN, MOST_LISTED = 200, 100
"""Of more things the lanes are folded, until some are asked for; on each side of one so many are listed."""
SEVEREST = (Truth.UNMET, Truth.UNKNOWN, Truth.MET)
Links = Mapping[Thing, Mapping[Thing, Truth]]
"""The severest truth of the conditions between two things, by the one and then the other."""


class PlanGraph:
    """The plan's graph. What is drawn holds something up: what only informs or is waived is told beside a thing.

    `by_address` are its things by what the address says for one in focus: a milestone's slug, or kind and slug.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene, self.graph = scene, graph_of(scene.evaluation)
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
        """The page of all, or of what is asked for: `focus`, one of `by_address`, or a `pillar`, by slug."""
        focus, pillar = self.by_address.get(asked.get("focus", "")), asked.get("pillar", "")
        chain = {focus, *_reached(focus, self.after), *_reached(focus, self.before)} if focus else set()
        shown = self._shown(focus, chain, pillar)
        blocks = [*self._around(focus), *(self._drawn(shown, chain) if shown else self._folded()), *self._loose()]
        every = {"": pgettext("choice", "all"), **self.scene.names.pillars}
        query = {slug: {"pillar": slug} if slug else {} for slug in every}
        return Page(
            heading=_("What waits for what"),
            state=self._state(),
            blocks=blocks,
            beside=[
                PageLink(name, query_with(self.scene.viewpoint, **query[slug]) or ".", slug == pillar and not focus)
                for slug, name in every.items()
            ],
            data=moment_address(self.scene.viewpoint, "graph"),
        )

    def _state(self) -> str:
        total = len(self.scene.evaluation.milestones)
        text = ngettext(
            "%(linked)s of %(count)s milestone waits for something, or is waited for.",
            "%(linked)s of %(count)s milestones wait for something, or are waited for.",
            total,
        )
        linked = sum(kind == "milestone" for kind, _slug in self.linked)
        return text % {"linked": notation.number(linked), "count": notation.number(total)}

    def _shown(self, focus: Thing | None, chain: set[Thing], pillar: str) -> list[Thing]:
        """What is drawn, in the plan's order: what is asked for, or of too much what is nearest; or else nothing."""
        own = [thing for thing in self.linked if pillar in ("", self._lane(thing))]
        scopes = [{other for thing in own for other in self._near(thing)}]
        if focus:
            scopes += [chain, self._near(focus)]
        fitting = next((scope for scope in scopes if len(scope) <= MOST_DRAWN), set())
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
        return link(thing_name(*thing, self.scene.names), query_with(self.scene.viewpoint, focus=_address(thing)))

    def _around(self, focus: Thing | None) -> Iterator[Block]:
        """What is in focus, with what must come before it, and what waits for it."""
        if focus is None:
            return
        before = [edge for edge in self.graph.edges if edge.waits == focus]
        after = [edge for edge in self.graph.edges if edge.awaited == focus]
        pages = {"milestone": self.scene.milestone, "indicator": self.scene.indicator, "pillar": self.scene.pillar}
        kind, slug = focus
        name = pages[kind](slug) if kind in pages else thing_name(kind, slug, self.scene.names)
        status = (Text(self._status(focus)),) if kind == "milestone" else ()
        sides = (
            self._side(_("It waits for"), before, lambda edge: edge.awaited),
            Section(name, status, "focus"),
            self._side(pgettext("thing", "What waits for it"), after, lambda edge: edge.waits),
        )
        yield Group(sides, "awaited-parts")

    def _side(self, heading: str, edges: Sequence[Edge], other: Callable[[Edge], Thing]) -> Section:
        columns = (
            Column(pgettext("thing", "Name"), lambda edge: self._name(other(edge))),
            Column(_("Truth"), lambda edge: marked(TRUTH_MARKS[edge.judged.truth])),
            Column(_("Step"), lambda edge: _("waived") if edge.gate.is_waived else before_step(edge.gate.group)),
        )
        told = table(heading, columns, edges[:MOST_LISTED], none=_("nothing"), kind="side")
        left = len(edges) - len(told.rows)
        more = ngettext("And %(count)s more.", "And %(count)s more.", left) % {"count": notation.number(left)}
        return Section(heading, (told, Text(more, "note")) if left else (told,))

    def _status(self, thing: Thing) -> SafeString:
        return marked(STATUS_MARKS[self.scene.evaluation.milestones[thing[1]].status])

    def _drawn(self, shown: Sequence[Thing], chain: set[Thing]) -> Iterator[Block]:
        pillars, title = self.scene.names.pillars, _("What waits for what")
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
        nodes = [self._node(thing, lanes.index(self._lane(thing)), chain) for thing in shown]
        named = [(pillars[slug], self.scene.hue(slug)) for slug in lanes]
        picture = draw_graph(named, nodes, arrows, title=title, description=description)
        framed = format_html(
            '<div class="table-frame" tabindex="0" role="group" aria-label="{}">{}</div>', title, picture
        )
        yield Figure(framed, description, kind="graph-figure")
        yield Section(_("The same as a table"), (self._twin(shown),))

    def _node(self, thing: Thing, lane: int, chain: set[Thing]) -> Node:
        name, lit = thing_name(*thing, self.scene.names), " is-lit" if thing in chain else ""
        address = query_with(self.scene.viewpoint, focus=_address(thing))
        if thing[0] != "milestone":
            return Node(name, lane, address, name, lit, "")
        mark = STATUS_MARKS[self.scene.evaluation.milestones[thing[1]].status]
        words = _("%(milestone)s: %(state)s") % {"milestone": name, "state": mark.word}
        return Node(name, lane, address, words, mark.css + lit, mark.glyph)

    def _twin(self, shown: Sequence[Thing]) -> Table:
        def awaited(truth: Truth) -> Callable[[Thing], SafeString]:
            return lambda thing: listed(
                thing_name(*other, self.scene.names)
                for other, told in self.before.get(thing, {}).items()
                if told is truth
            )

        heading = _("waits for, %(truth)s")
        columns = (
            Column(_("Milestone"), self._name),
            Column(_("Status"), self._status),
            *(Column(heading % {"truth": TRUTH_MARKS[truth].word}, awaited(truth)) for truth in SEVEREST),
            Column(_("How many wait for it"), lambda thing: len(self.after.get(thing, ())), is_number=True),
        )
        return table(_("What waits for what"), columns, (thing for thing in shown if thing[0] == "milestone"))

    def _folded(self) -> Iterator[Block]:
        """The pillars alone."""
        if part := matrix_part(self.scene) if self.linked else None:
            yield Text(_("So much is not drawn at once: these are the pillars. Choose one, or a milestone."), "note")
            yield Figure(part.picture, kind="matrix-figure")
            yield part.twin

    def _loose(self) -> Iterator[Block]:
        """The milestones without an arrow, folded."""
        linked = {slug for kind, slug in self.linked if kind == "milestone"}
        names = [self.scene.milestone(slug) for slug in self.scene.evaluation.milestones if slug not in linked]
        text = ngettext(
            "%(count)s milestone is not linked to anything",
            "%(count)s milestones are not linked to anything",
            len(names),
        )
        if names:
            told = format_html_join(_("; "), "{}", ((name,) for name in names))
            yield Fold(text % {"count": notation.number(len(names))}, (Text(told),))


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

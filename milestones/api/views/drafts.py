"""A plan's drafts, to those who see them: what waits for a review, what was sent back, and what nobody submitted."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from rest_framework import serializers

from milestones.api.columns import in_words_order
from milestones.api.facts import KINDS, RowNameSerializer, row_named
from milestones.api.filters import same, truth, word
from milestones.api.views.base import as_json
from milestones.api.views.lists import ListView
from milestones.models.records import Dated
from milestones.selectors.desk import Desk
from milestones.services.rights import is_allowed

REVIEWS = NOT_SUBMITTED, WAITING, SENT_BACK = ("not_submitted", "waiting", "sent_back")
MAY_PUBLISH = "Whether you may publish it, or send it back."


class DraftSerializer(RowNameSerializer):
    """One draft, and how its review stands."""

    name = serializers.CharField(help_text="What it is called, in the reader's language.")
    review = serializers.ChoiceField(choices=REVIEWS, help_text="Whether it waits for a publisher, or for its author.")
    since = serializers.DateTimeField(allow_null=True, help_text="When it was submitted, or sent back.")
    remarks = serializers.CharField(help_text="What is to be mended, of one that was sent back.")
    own = serializers.BooleanField(help_text="Whether you entered it.")
    may_publish = serializers.BooleanField(help_text=MAY_PUBLISH)


class DraftListView(ListView):
    """The drafts of a plan, what waits for a review first; none for who sees no drafts there.

    The address of each takes `submit/`, `publish/` and `send-back/`.
    """

    operation, tag, summary = "drafts", "plans", "What waits for a review in a plan"
    serializer_class = DraftSerializer
    is_conditional = False  # reviews are in no revision
    filters = {
        "kind": word("kind", same(KINDS), "Of these kinds."),
        "review": word("review", same(REVIEWS), "Whose review stands so."),
        "own": truth("own", "Whether you entered it."),
        "may_publish": truth("may_publish", MAY_PUBLISH),
    }
    orderings = {"since": "since", "date": "date"}

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        (state,) = self.states
        user = self.request.user
        desk = Desk(state, user, state.until, partial(is_allowed, user, "publish"))
        own = frozenset(desk.own_drafts)
        drafts = [(row, _reviewed(row, desk, row in own)) for row in desk.drafts]
        for name in sorted(self.given, key=lambda name: name == "may_publish"):  # which asks the most, of the fewest
            test = self.filters[name].test(self.given[name])
            drafts = [
                (row, told) for row, told in drafts if test(desk.may_show(row) if name == "may_publish" else told[name])
            ]
        drafts.sort(key=lambda draft: draft[1]["review"] != WAITING)
        drafts = in_words_order(drafts, self.asked.get("ordering", ()), lambda draft, word: draft[1][word])

        def whole(row: Any, told: dict[str, Any]) -> dict[str, Any]:
            name = str(row).translate(dict.fromkeys(range(0x2066, 0x206A)))  # without the marks that a sentence needs
            return row_named(row, state, self.request) | told | {"name": name, "may_publish": desk.may_show(row)}

        page = drafts[self.offset : self.offset + self.limit]
        return len(drafts), (as_json(self.shaped(whole(row, told))) for row, told in page)


def _reviewed(row: Any, desk: Desk, is_own: bool) -> dict[str, Any]:
    """How the review of a draft stands, and by what else it is filtered and put in order."""
    known = desk.submission(row)
    review = NOT_SUBMITTED if known is None else WAITING if known.is_open else SENT_BACK
    return {
        "kind": row._meta.label_lower,
        "date": row.date if isinstance(row, Dated) else None,
        "review": review,
        "since": known and (known.sent_back_at or known.at),
        "remarks": known.remarks if known else "",
        "own": is_own,
    }

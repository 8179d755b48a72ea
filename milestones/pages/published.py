"""In words: what was published then and is answered otherwise, or left out, today."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import METHOD
from milestones.selectors.causes import published_otherwise
from milestones.selectors.plan_page import plan_names
from milestones.selectors.records import Viewpoint
from milestones.words import STATUS_MARKS


def published_sentences(viewpoint: Viewpoint, *, of: str = "") -> list[str]:
    """A sentence for each milestone, or for one, that was published in another status than the page gives it."""
    evaluation, names = viewpoint.evaluation(), plan_names(viewpoint.state).milestones
    sentence = _(
        "%(milestone)s: published then, by version %(method)s of the method: %(then)s. By today’s, version %(today)s: "
        "%(now)s."
    )
    return [
        sentence
        % {
            "milestone": names[slug],
            "method": notation.number(then.method),
            "then": STATUS_MARKS[then.status].word,
            "today": notation.number(METHOD),
            "now": STATUS_MARKS[evaluation.milestones[slug].status].word,
        }
        for slug, then in published_otherwise(viewpoint.state, evaluation).items()
        if of in ("", slug)
    ]


def withheld_sentence(count: int) -> str:
    """That so many entries that were public then are left out; empty for none."""
    if not count:
        return ""
    text = ngettext(
        "%(count)s entry withheld: it was made restricted since.",
        "%(count)s entries withheld: they were made restricted since.",
        count,
    )
    return text % {"count": count}

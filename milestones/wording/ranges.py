"""A level range in words: which end is established, and which is only said."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from milestones.contingency.explanation import Explanation
from milestones.contingency.scales import Level
from milestones.wording.names import day_words
from milestones.words import LEVEL_WORDS


def level_words(level: int) -> str:
    """A level's word."""
    return str(LEVEL_WORDS[Level(level)])


def range_sentence(low: int, high: int, *, base: Collection[int], later: Collection[int]) -> str:
    """The range with what each end rests on: `base` are the levels that count, `later` those that are only said."""
    if not base and not later:
        return _("Without a record it counts as “%(level)s”.") % {"level": level_words(low)}
    if low == high:
        text = _("“%(level)s”, confirmed.") if base else _("“%(level)s”; nothing more is said or confirmed.")
        return text % {"level": level_words(low)}
    words = {"low": level_words(low), "high": level_words(high)}
    if not base:
        return _("Between “%(low)s” (nothing more is confirmed) and “%(high)s” (said, not confirmed).") % words
    if min(base) == low and max(base) == high:
        return _("Between “%(low)s” and “%(high)s”: records of equal standing disagree.") % words
    if min(base) == low:
        return _("Between “%(low)s” (confirmed) and “%(high)s” (said, not confirmed).") % words
    if max(base) == high:
        return _("Between “%(low)s” (said, not confirmed) and “%(high)s” (confirmed before).") % words
    return _("Between “%(low)s” and “%(high)s”, both said, not confirmed; what is confirmed lies between.") % words


def since_sentences(explained: Explanation, *, base: Collection[int]) -> list[str]:
    """Since when it stands at the level that is established, and at the one that is only said; `base` as above.

    To be read after the range sentence. Of what is complete the reasons tell the day.
    """
    low, high = explained.verdict.level
    sentences = []
    for level, text, is_told in (
        (low, _("At “%(level)s” since %(day)s.") if low < high else _("Since %(day)s."), low < Level.COMPLETE),
        (high, _("Said to be at “%(level)s” since %(day)s."), low < high and max(base, default=0) < high),
    ):
        since = day_words(explained.since(level))
        if is_told and since:
            sentences.append(text % {"level": level_words(level), "day": since})
    return sentences

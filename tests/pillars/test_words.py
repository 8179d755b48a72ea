"""No state that a pillar tells of is named by a word of this conflict."""

import re

from django.db.models import TextChoices

from pillars.governance.selectors import SeatState
from pillars.reconstruction.models.choices import State


def test_no_word_of_a_pillars_lists_is_one_of_this_conflict() -> None:
    lists = [words for words in TextChoices.__subclasses__() if words.__module__.startswith("pillars.")]
    assert {SeatState, State} <= set(lists)
    told = [f"{words.__name__}: {label}" for words in lists for label in words.labels]
    assert [words for words in told if re.search(r"\b(held|releas|clear|settl)", words)] == []

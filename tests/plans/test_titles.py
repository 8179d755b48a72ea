"""A source's title is its publisher's own, or a description of ours: in square brackets, in each language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PLANS = Path(__file__).resolve().parents[2] / "plans"
TITLES: dict[str, Any] = {
    f"{path.stem}/{source['slug']}": source["title"]
    for path in sorted(PLANS.glob("*.yaml"))
    for source in yaml.safe_load(path.read_text("utf-8"))["sources"]
}
LANGUAGES = ("en", "ar", "he")
HOW_IT_WAS_READ = re.compile(
    r"\([^)]*(our words|not kept|not read|not seen|title|بعبارتنا|لم يُ?حفظ|لم تُ?قرأ|عنوان|במילים שלנו|לא נ|כותרת)"
)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_is_the_publishers_in_one_language_or_stands_in_square_brackets_in_three(title: Any) -> None:
    if isinstance(title, str):
        assert not title.startswith("[")
    else:
        assert tuple(title) == LANGUAGES
        assert all(re.fullmatch(r"\[[^\[\]]+\]", words) for words in title.values())


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_no_title_says_in_round_brackets_how_its_page_was_read(title: Any) -> None:
    for words in [title] if isinstance(title, str) else title.values():
        assert not HOW_IT_WAS_READ.search(words)

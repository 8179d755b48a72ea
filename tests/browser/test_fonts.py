"""What a page fetches of the font: the files of its own script and of Latin digits, and no other."""

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

BUDGET = 40_000
ADDRESSES = ("/plans/gaza-phase-two/", "/plans/gaza-phase-two/pillars/reconstruction/", "/plans/aceh-2005/", "/words/")


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", {"latin"}), ("ar", {"arabic", "latin"}), ("he", {"hebrew", "latin"})]
)
def test_a_page_fetches_the_letters_that_it_shows(visitor: Visitor, language: str, scripts: set[str]) -> None:
    for address in ADDRESSES:
        page = visitor.open(f"{address}?lang={language}")
        page.evaluate("document.fonts.ready.then(() => null)")
        fetched = page.evaluate(
            """performance.getEntriesByType('resource').filter(file => file.name.endsWith('.woff2'))
               .map(file => [file.name.split('/').pop().split('.')[0], file.decodedBodySize])"""
        )
        assert {name for name, _size in fetched} == scripts, address
        assert 0 < sum(size for _name, size in fetched) < BUDGET, address

"""A function's and a benchmark's page draw what was said over time, and say what holds where."""

import datetime as dt
import re
from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.translation import override

from milestones.contingency.scales import Grade
from milestones.pictures.over_time import Dot, draw_over_time
from milestones.selectors.records import Viewpoint
from milestones.state import state_for
from pillars.governance import models
from pillars.governance.selectors import current_by_place, said_of
from pillars.governance.wording import placed_words
from tests import factories as make
from tests.pillars.governance.conftest import record

pytestmark = pytest.mark.django_db
SERVICE = "/plans/accord/governance/functions/water/"
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 1, 11)
TWO = (Dot("low", FIRST), Dot("high", LAST))


def deliver(cast: SimpleNamespace, status: str, day: int, **fields: object) -> None:
    given = {"date": make.DAY + dt.timedelta(days=day)} | fields
    models.ServiceDelivery.objects.create(function=cast.service, status=status, **record(given))


def drawn(dots: Sequence[Dot], *, is_rtl: bool = False) -> str:
    with override("he" if is_rtl else "en"):
        return draw_over_time(dots, rows=("high", "low"), until=LAST, title="T", slug="s", hue=1)


def dots(drawing: str) -> list[tuple[str, float]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="[\d.]+" r="3.5" class="([\w -]+)"', drawing)
    return [(kind, float(x)) for x, kind in found]


def test_time_runs_from_the_side_where_a_line_of_text_starts() -> None:
    assert sorted(dots(drawn(TWO))) == [("chart-dot", 124), ("chart-dot", 326)]
    assert sorted(dots(drawn(TWO, is_rtl=True))) == [("chart-dot", 14), ("chart-dot", 216)]
    assert 'points="124.0,58.0 326.0,58.0 326.0,24.0 326.0,24.0"' in drawn(TWO)
    assert 'points="216.0,58.0 14.0,58.0 14.0,24.0 14.0,24.0"' in drawn(TWO, is_rtl=True)


def test_what_does_not_count_is_hollow_and_off_the_line() -> None:
    disputed = (TWO[0], Dot("high", LAST, counts=False))
    assert sorted(kind for kind, _ in dots(drawn(disputed))) == ["chart-dot", "chart-dot is-claim"]
    low = "58.0"
    assert f'points="124.0,{low} 326.0,{low}"' in drawn(disputed)
    assert "polyline" not in drawn(disputed[1:])


def test_a_service_is_drawn_for_each_area_beside_the_whole(cast: SimpleNamespace) -> None:
    deliver(cast, "partly", 1)
    page = Client().get(SERVICE, {"on": str(make.DAY + dt.timedelta(days=3))}).content.decode()
    assert page.count('class="level-history') == 2
    assert 'id="delivery-1-title">Delivery of Water<' in page
    assert "<h3><bdi>north</bdi></h3>" in page


def test_what_is_said_of_the_whole_overtakes_an_earlier_word_of_an_area(cast: SimpleNamespace) -> None:
    def current(day: int) -> list[str]:
        on = make.DAY + dt.timedelta(days=day)
        said = said_of(Viewpoint(state_for(cast.plan), on), models.ServiceDelivery, cast.service)
        return [placed_words(each) for each in current_by_place(said)]

    deliver(cast, "not-delivering", 1)
    deliver(cast, "partly", 2, area=cast.area)
    deliver(cast, "delivering", 3, verification=Grade.DISPUTED)
    assert current(0) == ["north: delivering"]
    assert current(1) == ["not delivering"]
    assert current(3) == ["not delivering", "north: partly delivering"]


def test_a_benchmark_is_drawn_with_the_day_it_is_due(cast: SimpleNamespace) -> None:
    address = "/plans/accord/governance/benchmarks/audit/"
    assert "due 1" not in Client().get(address).content.decode()
    cast.benchmark.due = make.DAY + dt.timedelta(days=5)
    cast.benchmark.save()
    page = Client().get(address, {"on": str(make.DAY - dt.timedelta(days=1))}).content.decode()
    assert 'class="history-mark"' in page
    assert dots(page) == []

"""Many records are entered in one table: all or none, each fault in its cell."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, connections
from django.urls import reverse

from milestones.admin.grid import MOST
from milestones.admin.reasons import reasons_given
from milestones.kinds.core import KIND_OF
from milestones.models import Observation
from milestones.services.importing import bring_in, receive
from tests import factories as make
from tests.admin.conftest import logged_in

OBSERVATIONS, TALLIES = (reverse(f"admin:{name}_grid") for name in ("milestones_observation", "demilitarisation_tally"))


@pytest.fixture
def client(analyst: Any, cast: SimpleNamespace) -> Any:
    client = logged_in(analyst)
    client.post(reverse("admin:choose-plan"), {"plan": cast.plan.pk})
    return client


def columns(client: Any, page: str = OBSERVATIONS) -> list[str]:
    return [column["name"] for column in client.get(page).context["columns"]]


def sent(client: Any, *rows: dict[str, str], page: str = OBSERVATIONS, **more: str) -> Any:
    """What a browser sends of these rows: each column's cells by its name."""
    cells = {name: [row.get(name, "") for row in rows] for name in columns(client, page)}
    return client.post(page, cells | {"save": "1"} | more)


GOOD = {"indicator": "crossings", "date": "2026-03-02", "value": "7", "source": "resolution"}


def test_rows_are_saved_with_what_is_carried_down(client: Any, cast: SimpleNamespace, analyst: Any) -> None:
    second = {"indicator": "Crossings", "date": "2026-03-03", "value": "٨"}
    answer = sent(client, GOOD | {"verification": "verified"}, {}, second)
    assert answer.status_code == 302
    first, other = Observation.objects.exclude(pk=cast.observation.pk).order_by("date")
    assert (other.value, other.source, other.entered_by) == (8, cast.source, analyst)
    assert other.verification == first.verification


def test_a_fault_stands_in_its_cell_and_nothing_is_saved(client: Any, cast: SimpleNamespace) -> None:
    before = Observation.objects.count()
    answer = sent(
        client,
        GOOD,
        GOOD | {"value": "many"},
        GOOD | {"indicator": "nobody"},
        GOOD | {"date": "2199-01-01"},
        GOOD | {"date": "soon"},
    )
    told = [[cell["name"] for cell in row["cells"] if cell["faults"]] for row in answer.context["rows"][:5]]
    assert told == [[], ["value"], ["indicator"], ["date"], ["date"]]
    assert "many" in answer.content.decode()  # what was typed is there
    assert Observation.objects.count() == before


def test_what_makes_trouble_is_shown_unasked_and_wants_a_reason(client: Any, cast: SimpleNamespace) -> None:
    row = {"milestone": "elections", "date": "2026-03-02", "level": "complete", "verification": "verified"}
    page = reverse("admin:milestones_assessment_grid")
    answer = sent(client, row, page=page)
    assert "went ahead early" in answer.content.decode()
    assert 'value="elections"' in answer.content.decode()
    assert not cast.second.assessments.exists()
    assert sent(client, row, page=page, _reason="Both sides say so.").status_code == 302
    assert [told.words for told in reasons_given(cast.second.assessments.get())] == ["Both sides say so."]


def test_rows_without_a_source_want_a_word_why(client: Any) -> None:
    before = Observation.objects.count()
    answer = sent(client, GOOD | {"source": ""})
    assert "A record names no source." in answer.content.decode()
    assert Observation.objects.count() == before
    assert sent(client, GOOD | {"source": ""}, _reason="It was read out.").status_code == 302
    assert [told.words for told in reasons_given(Observation.objects.latest("pk"))] == ["It was read out."]


def test_a_table_that_is_sent_again_is_not_entered_again(client: Any) -> None:
    """By a second press of the keys, or after the way back."""
    assert sent(client, GOOD).status_code == 302
    before = Observation.objects.count()
    again = sent(client, GOOD, GOOD | {"value": "8"}, GOOD | {"value": "8"})
    told = [row["faults"] for row in again.context["rows"][:3]]
    assert [len(faults) for faults in told] == [1, 0, 1]
    assert "It says what row 2 says." in told[2][0]
    assert Observation.objects.count() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_tables_and_files_that_are_sent_at_once_one_is_entered(
    client: Any, analyst: Any, cast: SimpleNamespace
) -> None:
    """From several windows, each with the same rows."""
    names, gate = columns(client), Barrier(6)
    clients = [logged_in(analyst) for _window in range(3)]
    for one in clients:
        one.post(reverse("admin:choose-plan"), {"plan": cast.plan.pk})

    def send(client: Any, value: str) -> bool:
        row = GOOD | {"value": value}
        text = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
        try:
            file = client or receive(KIND_OF[Observation], cast.plan, "counts.csv", text, user=analyst)
            gate.wait(timeout=30)
            if client:
                cells = {name: [row.get(name, "")] for name in names}
                return bool(client.post(OBSERVATIONS, cells | {"save": "1"}).status_code == 302)
            bring_in(file)
            return bool(file.keys)
        finally:
            connections.close_all()

    for value in ("3", "4", "5"):
        with ThreadPoolExecutor(6) as threads:
            entered = list(threads.map(send, [*clients, None, None, None], [value] * 6))
        assert sum(entered) == Observation.objects.filter(value=value).count() == 1


@pytest.mark.parametrize(
    ("page", "row", "cell", "told"),
    [
        (OBSERVATIONS, {"indicator": "crossings", "value": "7"}, "date", "This cell is empty."),
        (TALLIES, {"accepted": "-3"}, "accepted", "“-3” is too low: nothing below 0 is counted here."),
        (TALLIES, {"accepted": "9999999999"}, "accepted", "is too high: nothing above 2147483647 is kept."),
    ],
)
def test_what_a_cell_lacks_or_may_not_say_is_told_in_it(
    client: Any, page: str, row: dict[str, str], cell: str, told: str
) -> None:
    answer = sent(client, row, page=page)
    assert [words for one in answer.context["rows"][0]["cells"] if one["name"] == cell for words in one["faults"]]
    assert told in unescape(answer.content.decode())


def test_without_script_pasted_text_is_split_by_the_server(client: Any) -> None:
    before = Observation.objects.count()
    names = columns(client)
    lines = "\r\n".join("\t".join(GOOD.get(name, "") for name in names) for _line in range(1))
    filled = client.post(OBSERVATIONS, {"paste": lines, "fill": "1"})
    assert [cell["value"] for cell in filled.context["rows"][0]["cells"]] == [GOOD.get(name, "") for name in names]
    assert Observation.objects.count() == before
    client.post(OBSERVATIONS, {"paste": lines, "save": "1"})
    assert Observation.objects.count() == before + 1


def test_how_things_stand_is_told_beside_the_cells(client: Any) -> None:
    answer = client.get(OBSERVATIONS)
    options = dict(answer.context["options"])
    assert any(slug == "crossings" and label.startswith("Crossings · ") for slug, label in options["indicator"])


def test_pillars_have_tables_of_their_own(client: Any) -> None:
    grids = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_grid")
        for model, pages in admin.site._registry.items()
        if hasattr(pages, "grid_view")
    ]
    assert {page.split("/")[2] for page in grids} == {"milestones", "governance", "reconstruction", "demilitarisation"}
    for page in grids:
        assert client.get(page).status_code == 200, page


def test_who_may_not_add_has_no_table(reader: Any, cast: SimpleNamespace) -> None:
    client = logged_in(reader)
    assert client.get(OBSERVATIONS).status_code == 403
    assert OBSERVATIONS not in client.get(OBSERVATIONS.replace("grid/", "")).content.decode()


def test_a_plan_is_chosen_first(superuser: Any, cast: SimpleNamespace) -> None:
    client = logged_in(superuser)
    make.make_plan("other")
    assert client.get(OBSERVATIONS)["Location"] == reverse("admin:index")


def test_a_full_table_is_taken_and_a_fuller_one_says_what_is_left_out(client: Any, cast: SimpleNamespace) -> None:
    before = Observation.objects.count()
    wrong = GOOD | {"value": "many"}
    full = sent(client, *[wrong] * MOST)
    assert (full.status_code, full.context["faults"]) == (200, [])
    answer = sent(client, GOOD, paste="\n".join(["\t".join(GOOD.values())] * 5000))
    assert ([len(answer.context["faults"]), "Of 5001 rows" in answer.content.decode()]) == [1, True]
    assert Observation.objects.count() == before

"""Two analysts have the same form open: neither undoes what the other did."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import Milestone
from tests import factories as make
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import logged_in


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


def address_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_what_another_changed_meanwhile_is_told_and_not_overwritten(client: Any, cast: SimpleNamespace) -> None:
    address = address_of(cast.first)
    opened = served(client.get(address))
    Milestone.objects.filter(pk=cast.first.pk).update(description_en="By the other.", weight=3)
    answer = client.post(address, opened | {"name_en": "Hand-over"})
    assert answer.status_code == 200
    assert words(answer).count("Changed since you opened this form.") == 2
    assert (answer.context["subtitle"], str(answer.context["original"])) == ("Handover", "Handover")
    cast.first.refresh_from_db()
    assert (cast.first.name_en, cast.first.description_en) == ("Handover", "By the other.")

    now = served(answer)
    assert (now["name_en"], now["description_en"], now["weight"]) == ("Hand-over", "By the other.", "3")
    assert client.post(address, now).status_code == 302
    cast.first.refresh_from_db()
    assert cast.first.name_en == "Hand-over"
    assert (cast.first.description_en, cast.first.weight) == ("By the other.", 3)


def test_of_what_both_changed_the_second_chooses(client: Any, cast: SimpleNamespace) -> None:
    address = address_of(cast.first)
    opened = served(client.get(address))
    other = make.make_pillar(cast.plan, "elsewhere", name_en="Elsewhere")
    Milestone.objects.filter(pk=cast.first.pk).update(name_en="Theirs", pillar=other)
    typed = opened | {"name_en": "Mine", "pillar": str(cast.plan.pillars.get(slug="governance").pk)}
    answer = client.post(address, typed)
    assert "Changed to “Theirs” since you opened this form." in words(answer)
    assert "Changed to “Elsewhere” since you opened this form." in words(answer)
    again = served(answer)
    assert (again["name_en"], again["initial-name_en"]) == ("Mine", "Theirs")
    assert client.post(address, again | {"pillar": str(other.pk)}).status_code == 302
    cast.first.refresh_from_db()
    assert (cast.first.name_en, cast.first.pillar) == ("Mine", other)


def test_who_changed_it_alike_is_asked_nothing(client: Any, cast: SimpleNamespace) -> None:
    address = address_of(cast.first)
    opened = served(client.get(address))
    Milestone.objects.filter(pk=cast.first.pk).update(name_en="Alike")
    assert client.post(address, opened | {"name_en": "Alike", "weight": "2"}).status_code == 302


def test_a_line_that_another_changed_is_not_overwritten(client: Any, cast: SimpleNamespace) -> None:
    address = address_of(cast.gate)
    opened = served(client.get(address))
    type(cast.condition).objects.filter(pk=cast.condition.pk).update(for_days=5)
    answer = client.post(address, opened | {"conditions-0-for_days": "9"})
    assert "Changed to “5” since you opened this form." in words(answer)
    cast.condition.refresh_from_db()
    assert cast.condition.for_days == 5
    assert client.post(address, served(answer) | {"_reason": "Agreed."}).status_code == 302
    cast.condition.refresh_from_db()
    assert cast.condition.for_days == 9


def test_texts_of_many_lines_are_not_taken_for_changed(client: Any, cast: SimpleNamespace) -> None:
    Milestone.objects.filter(pk=cast.first.pk).update(description_en="One.\nTwo.")
    address = address_of(cast.first)
    opened = {name: value.replace("\n", "\r\n") for name, value in served(client.get(address)).items()}
    assert client.post(address, opened).status_code == 302
    cast.first.refresh_from_db()
    assert cast.first.description_en == "One.\nTwo."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_form_of_structure_saves_what_it_was_served(superuser: Any, cast: SimpleNamespace, language: str) -> None:
    client = logged_in(superuser)
    for row in (cast.plan, cast.pillar, cast.indicator, cast.gate, cast.series, cast.source, cast.clause, cast.phase):
        address = f"{address_of(row)}?lang={language}"
        assert client.post(address, served(client.get(address))).status_code == 302, row


@pytest.fixture
def gate(client: Any, cast: SimpleNamespace) -> SimpleNamespace:
    """The page of a gate with two conditions, and its form as it was opened."""
    second = make.make_condition(cast.gate, indicator=cast.indicator, at_least=1)
    address = address_of(cast.gate)
    return SimpleNamespace(first=cast.condition, second=second, address=address, opened=served(client.get(address)))


def test_a_line_that_another_took_out_is_told(client: Any, gate: SimpleNamespace) -> None:
    gate.first.delete()
    answer = client.post(gate.address, gate.opened)
    assert "A line was taken out since you opened this form." in words(answer)
    assert "Select a valid choice" not in words(answer)
    assert served(answer)["conditions-0-id"] == str(gate.second.pk)
    assert client.post(gate.address, served(answer)).status_code == 302
    assert [row.pk for row in gate.first.gate.conditions.all()] == [gate.second.pk]


def test_a_line_that_another_took_out_is_entered_anew_by_who_changed_it(client: Any, gate: SimpleNamespace) -> None:
    gate.first.delete()
    answer = client.post(gate.address, gate.opened | {"conditions-0-for_days": "9"})
    assert "A line that you changed was taken out since you opened this form." in words(answer)
    again = served(answer)
    assert (again["conditions-0-for_days"], again["conditions-1-for_days"]) == ("0", "9")
    assert client.post(gate.address, again | {"_reason": "It stays."}).status_code == 302
    assert sorted(row.for_days for row in gate.first.gate.conditions.all()) == [0, 9]


def test_a_line_that_another_changed_is_not_taken_out_unseen(client: Any, gate: SimpleNamespace) -> None:
    lines = gate.first.gate.conditions
    lines.filter(pk=gate.first.pk).update(for_days=5)
    typed = {"conditions-0-DELETE": "on", "_reason": "So."}
    answer = client.post(gate.address, gate.opened | typed)
    assert "A line that you take out was changed since you opened this form." in words(answer)
    assert (lines.count(), served(answer)["conditions-0-for_days"]) == (2, "5")
    assert client.post(gate.address, served(answer) | typed).status_code == 302
    assert lines.get() == gate.second


def test_a_line_that_another_added_is_told_and_kept(client: Any, gate: SimpleNamespace, cast: SimpleNamespace) -> None:
    make.make_condition(cast.gate, indicator=cast.indicator, at_least=2, for_days=3)
    line = {"indicator": str(cast.indicator.pk), "at_most": "8", "for_days": "0", "rank": "7"}
    typed = with_lines(gate.opened, "conditions", line)
    answer = client.post(gate.address, typed | {"_reason": "So."})
    assert words(answer).count("was added since you opened this form.") == 1
    again = served(answer)
    assert (again["conditions-2-for_days"], again["conditions-3-at_most"]) == ("3", "8")
    assert client.post(gate.address, again | {"_reason": "So."}).status_code == 302
    assert [row.for_days for row in cast.gate.conditions.order_by("pk")] == [0, 0, 3, 0]

"""`lang=all` gives each text in every language, in lists and of single things."""

from typing import Any

import pytest
from django.test import Client

from milestones.api.languages import ALL_LANGUAGES
from tests.api.cast import LISTS, PARTS, Cast, settle

WALKED = [name for name in LISTS if "/" not in name and name != "changes"]


def test_a_text_is_an_object_of_its_languages(cast: Cast, client: Client) -> None:
    cast.handover.name_ar = "تسليم"
    cast.handover.save()
    settle(cast.plan)
    names = {"en": "handover", "ar": "تسليم", "he": None}
    for address in ("milestones/accord/handover/", "milestones/?plan=accord", "milestones/?plan=accord&cursor=*"):
        answer = client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}lang=all")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, ALL_LANGUAGES)
        assert answer.headers["Content-Language"] == "en, ar, he"
        told = answer.json()
        assert (told["results"][0] if "results" in told else told)["name"] == names
    arabic = client.get("/api/v1/milestones/accord/handover/?lang=ar")
    assert (arabic.json()["name"], arabic.headers["Content-Type"]) == ("تسليم", "application/json")


def spoken(told: Any, language: str) -> Any:
    """The answer as it is in one language."""
    if isinstance(told, dict):
        if told.keys() == {"en", "ar", "he"}:
            return told[language] or next((text for text in told.values() if text), "")
        return {name: spoken(value, language) for name, value in told.items() if name not in ("next", "previous")}
    return [spoken(value, language) for value in told] if isinstance(told, list) else told


@pytest.mark.one_database
def test_but_for_the_texts_it_is_the_same_answer(cast: Cast, client: Client) -> None:
    for name in (*WALKED, *PARTS, "plans/accord", "indicators/accord/trucks"):
        every = client.get(f"/api/v1/{name}/?lang=all").json()
        for language in ("en", "he"):
            one = client.get(f"/api/v1/{name}/?lang={language}").json()
            for page in (every, one):
                page.pop("next", None), page.pop("previous", None)
            assert spoken(every, language) == spoken(one, language), name


def test_what_is_of_one_language_says_so(cast: Cast, client: Client) -> None:
    for path in ("plans/accord/evaluation/", "milestones/accord/handover/explanation/", "plans/accord/changes/"):
        error = client.get(f"/api/v1/{path}?lang=all").json()["errors"][0]
        assert (error["attr"], "Choose from: en, ar, he" in error["detail"]) == ("lang", True)
    table = client.get("/api/v1/milestones/?lang=all&format=csv")
    assert table.status_code == 400
    assert "one language" in table.json()["detail"]

"""An unknown address suggests what is near, of what the reader may see."""

import re

import pytest
from django.test import Client

from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def suggested(path: str) -> list[tuple[str, str]]:
    response = Client(headers={"accept-language": "en"}).get(path)
    assert response.status_code == 404
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    found = re.findall(r'<li><a href="([^"]+)"><bdi>([^<]+)</bdi>', main)
    return [(address, name) for address, name in found]


def test_of_a_known_plan_what_is_spelt_alike_is_suggested_for_the_same_choices() -> None:
    plan = make.make_plan(name_en="Accord")
    make.make_milestone(plan, "ceasefire", name_en="The fire stops")
    make.make_milestone(plan, "elections", name_en="Elections")
    assert suggested("/plans/accord/milestones/cease-fire/?lang=en") == [
        ("/plans/accord/?lang=en", "Accord"),
        ("/plans/accord/milestones/ceasefire/?lang=en", "The fire stops"),
    ]
    assert suggested("/plans/accord/milestone/elections/")[1] == ("/plans/accord/milestones/elections/", "Elections")


def test_a_plan_of_nearly_that_name_is_suggested_and_a_hidden_one_is_not() -> None:
    make.make_plan("accord", name_en="Accord")
    make.make_plan("accords", name_en="Hidden", publication="draft")
    assert suggested("/plans/acord/") == [("/plans/accord/", "Accord")]
    assert suggested("/plans/nothing/") == []

"""A number that no database can look up is no key: the form is shown, and nothing breaks."""

import pytest
from django.test import Client

from tests.factories import make_user

HUGE = "9" * 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        f"/admin/milestones/milestone/add/?plan={HUGE}",
        "/admin/autocomplete/?app_label=milestones&model_name=assessment&field_name=milestone&term=a&plan="
        + HUGE,
    ],
)
def test_a_huge_key_in_an_address_breaks_nothing(client: Client, address: str) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    assert client.get(address).status_code in (200, 302)

"""One version, told once in pyproject.toml, is what the changelog, pages and the API say."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from tools.environment import ROOT

RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_changelog_tells_of_it_first() -> None:
    assert RELEASES[0] == settings.VERSION
    assert json.loads((ROOT / "tests/models/released.json").read_text())["version"] in RELEASES


@pytest.mark.django_db
@pytest.mark.one_database
def test_every_page_and_the_api_say_it(client: Client) -> None:
    for address in ("/", "/about/", "/plans/", "/no/such/page/"):
        footer = client.get(address).content.decode().partition('<footer class="site-footer">')[2]
        assert f'Peace plan tracker <bdi dir="ltr">{settings.VERSION}</bdi>' in footer, address
    assert client.get("/api/v1/status/").json()["version"] == settings.VERSION

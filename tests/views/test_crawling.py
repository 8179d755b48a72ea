"""Search engines are led to the public's pages, catalogues to the data, and who found a weakness to a person."""

import datetime as dt
import json
import re
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.cast import SECRETS, Cast, make_cast, settle
from tests.factories import make_analyst

SPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_the_sitemap_lists_every_public_page_in_three_languages(cast: Cast, client: Client) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    entries = Xml.fromstring(answer.content).findall("map:url", SPACES)
    addresses = [entry.findtext("map:loc", "", SPACES) for entry in entries]
    assert len(addresses) == len(set(addresses))
    assert "http://testserver/plans/accord/milestones/handover/?lang=he" in addresses
    for entry in entries:
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("xhtml:link", SPACES)}
        assert links.keys() == {"en", "ar", "he"}
        assert entry.findtext("map:loc", "", SPACES) in links.values()
    for address in addresses:
        if address.endswith("?lang=en"):
            assert client.get(address).status_code == 200, address
    (revised,) = {text for entry in entries if (text := entry.findtext("map:lastmod", None, SPACES))}
    assert client.get("/plans/accord/").headers["ETag"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", revised)


def test_the_sitemap_tells_nobody_of_what_is_hidden(cast: Cast, client: Client) -> None:
    client.force_login(make_analyst())
    body = client.get("/sitemap.xml").content.decode()
    assert not any(word in body for word in SECRETS)


def test_the_sitemap_is_held_by_its_tag(cast: Cast, client: Client) -> None:
    first = client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)


def test_robots_are_led_to_the_sitemap_and_kept_from_the_admin(db: None, client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *", "Disallow: /admin/", "Sitemap: http://testserver/sitemap.xml",
    ]  # fmt: skip


def test_a_weakness_is_reported_where_the_standard_says(db: None, client: Client, settings: Any) -> None:
    """RFC 9116: a contact, an instant in the future and less than a year ahead, and the file's own address."""
    settings.CONTACT_URL = "mailto:desk@example.org"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:desk@example.org"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    ahead = dt.datetime.fromisoformat(lines["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < ahead < dt.timedelta(days=365)
    settings.CONTACT_URL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_plans_page_describes_its_data(cast: Cast, client: Client) -> None:
    cast.plan.licence = "CC-BY-4.0"
    cast.plan.summary = "Ends </script><b> & more"
    cast.plan.save()
    settle(cast.plan)
    page = client.get("/plans/accord/?lang=en")
    html = page.content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    told = json.loads(block)
    assert told["@type"] == "Dataset"
    assert told["description"] == "Ends </script><b> & more"
    assert told["license"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert told["version"] == str(client.get("/api/v1/plans/accord/").json()["revision"])
    for download in told["distribution"]:
        answer = client.get(download["contentUrl"])
        assert answer.headers["Content-Type"] == download["encodingFormat"]

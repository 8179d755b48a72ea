"""Which pages of a site are found, and how they are looked at."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools.pages import ALIKE, BESIDE, LOOKS, pages_of

OWN = ("text", "actors", "sources", "changes", "corrections")
LINKS = {
    "/": '<a href="/plans/p/?on=2026-01-01#x">P</a><a href="/api/v1/">API</a><a href="https://example.org/">out</a>'
    + "".join(f'<a href="/{name}/">the site\'s</a>' for name in OWN),
    "/plans/p/": "".join(f'<a href="milestones/m{number}/">M</a>' for number in range(9))
    + "".join(f'<a href="{name}/">its own</a>' for name in OWN),
    "/plans/p/milestones/m2/": '<a href="../../pillars/one/">one</a><a href="/plans/p/file.csv">data</a>',
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        text = LINKS.get(self.path, "").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pages_are_followed_link_by_link_and_of_many_alike_a_few_are_taken(site: str) -> None:
    found = [path for path in pages_of(site) if path not in BESIDE]
    milestones = [f"/plans/p/milestones/m{number}/" for number in range(ALIKE)]
    own = [f"/plans/p/{name}/" for name in OWN]
    of_the_site = [f"/{name}/" for name in OWN]
    assert found == ["/", "/plans/", "/plans/p/", *of_the_site, *milestones, *own, "/plans/p/pillars/one/"]


def test_a_look_is_a_language_a_theme_and_a_width() -> None:
    assert len(LOOKS) == 3 * 2 * 2
    assert LOOKS[0].address("/plans/?x=1") == "/plans/?x=1&lang=en"
    assert LOOKS[0].address("/plans/") == "/plans/?lang=en"

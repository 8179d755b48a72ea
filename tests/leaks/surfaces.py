"""Every surface of the site as somebody finds it: by following each address that an answer gives, a few of a kind."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

ALIKE = 2
"""Of addresses that one view answers, so many are taken; of those that ask it by the same names, in one form, one."""
MOMENT = frozenset({"on", "known_at", "reading", "from"})
BEGIN = ("/", "/plans/", "/search/?q=z", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/healthz",
         "/readyz", "/api/v1/", "/api/v1/status/", "/api/", "/no-such-page/", "/ledger/", "/ledger/checkpoint",
         "/ledger/leaves/0", "/ledger/entries/accord/1", "/ledger/entries/accord/2", "/ledger/entries/accord/3",
         "/metrics")  # fmt: skip
NAMED = re.compile(r"""\b(?:href|src|action|data-[\w-]+)=["']([^"']+)["']|"(http://testserver/[^"{]+)"|"""
                   r"""<(?:loc|id|link|uri)>([^<]+)<""")  # fmt: skip
SITE = "http://testserver"


def read(client: Client, address: str) -> tuple[int, str]:
    """The status and all that is told, headers too; what is packed in a file is taken out of it."""
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length")
    return answer.status_code, f"{headers}\n{unescape(_text(content))}"


def _text(content: bytes) -> str:
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(_text(packed.read(name)) for name in packed.namelist())


def surfaces(client: Client, *begin: str, within: str = "/") -> Iterator[tuple[str, int, str]]:
    """Each address below one that is found from where one begins, with the status and what is told there."""
    waiting, taken, seen = list(begin), Counter[Any](), set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        most = 1 if "?" in address or address.startswith("/admin/") else ALIKE
        if address in seen or kind is None or (taken[kind] >= most and address not in begin):
            continue
        seen.add(address)
        taken[kind] += 1
        status, text = read(client, address)
        yield address, status, text
        waiting += (linked for linked in _named(address, text) if linked.startswith(within))


def kind_of(address: str) -> tuple[Any, ...] | None:
    """The view that answers an address and the names that it is asked with; None where none is asked."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    names = frozenset(f"format={value}" if name == "format" else name for name, value in parse_qsl(parts.query))
    if match.view_name == "api:schema" or (parts.path.startswith("/admin/") and names):
        return None  # the contract holds no row; and the admin's look-ups are tried one by one beside
    names -= {"lang"}
    return match.view_name, match.kwargs.get("part"), names - MOMENT, bool(names & MOMENT)


def _named(address: str, text: str) -> Iterator[str]:
    """The site's own addresses that an answer gives, but those that end a session."""
    for groups in NAMED.findall(text):
        linked = urldefrag(urljoin(SITE + address, unescape(next(filter(None, groups))))).url
        if linked.startswith(SITE + "/") and not re.search(r"/(?:logout|static|jsi18n)", linked):
            yield linked.removeprefix(SITE)

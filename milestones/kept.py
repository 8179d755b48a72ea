"""The public's answers, kept as they were given: found ahead of sessions, views and the API, by one small query.

Kept are whole answers to those who send neither session nor token, by address and language, with how the plans stood
that they rest on; where these stand as they stood, the answer holds. They are kept in the process and, where there is
a Redis, for the other processes too.

Whoever asks for what is kept is not throttled: to count him would cost more than to answer.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import patch_vary_headers

from milestones.packing import LEAST_PACKED_BYTES, PACKINGS, packing_for
from milestones.state.keeping import bodies
from milestones.tags import Tag, is_held, plans_asked, release

Address = tuple[str, ...]
"""Scheme, host, path, query and language: what decides an answer beside the plans."""

SLOTS, MOST_SHARED_BYTES, SHARED_SECONDS = 512, 256 * 2**10, 24 * 3600
"""How many answers of at most how many bytes Redis keeps and how long: bounded whatever addresses are asked."""
LEAST_SHARED_SECONDS = 0.02
"""What is made sooner is not handed to Redis: every reader would wait for that longer than it saves another."""
NOT_OF_A_304 = frozenset({"Content-Type", "Content-Length", "Link"})
AS_IT_IS = frozenset({"", "*/*", "application/*", "application/json"})
"""What a reader accepts who takes what there is: a page, or JSON that is not indented."""
BESIDE = AS_IT_IS | {"text/html", "application/xhtml+xml", "application/xml", "application/signed-exchange"}
"""What a browser names beside that, and images; whoever names anything else may be given another form."""


@dataclass(slots=True)
class Kept:
    """An answer to an address, under its tag; packed in each way when somebody first takes it so."""

    address: Address
    tag: Tag
    headers: dict[str, str]
    body: bytes
    packed: dict[str, bytes] = field(default_factory=dict, compare=False)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What the reader is answered: that he has it, or the body, packed where he can unpack it."""
        if is_held(request, self.tag.text):
            headers = {name: text for name, text in self.headers.items() if name not in NOT_OF_A_304}
            return HttpResponseNotModified(headers=headers)
        if not settings.COMPRESS_RESPONSES or len(self.body) < LEAST_PACKED_BYTES:
            return HttpResponse(self.body, headers=self.headers)
        response = HttpResponse(self.body, headers=self.headers)
        packing = packing_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if packing is not None:
            if packing not in self.packed:
                self.packed[packing] = PACKINGS[packing](self.body)
            packed = self.packed[packing]
            if len(packed) < len(self.body):
                response.content = packed
                headers = {"ETag": f"W/{self.tag.text}", "Content-Encoding": packing}
                for name, text in (headers | {"Content-Length": str(len(packed))}).items():
                    response.headers[name] = text
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    @property
    def size(self) -> int:
        """Its bytes, about: packed, in both ways, a page takes a third of what it is."""
        return len(self.body) * 4 // 3 + 2**10


class KeptAnswers:
    """The middleware that answers the public with what is kept, and keeps what it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_of_the_public(request):
            return self.get_response(request)
        address = _address(request)
        kept = _found(address, request)
        if kept is None:
            began = monotonic()
            response = self.get_response(request)
            kept = _kept(address, request, response)
            if kept is None:
                return response
            _keep(kept, monotonic() - began)
        return kept.answer(request)


def _is_of_the_public(request: HttpRequest) -> bool:
    """Whether the answer follows from the address alone, for all who ask alike."""
    asked = request.META
    return (
        request.method in ("GET", "HEAD")
        and "HTTP_AUTHORIZATION" not in asked
        and asked.get("HTTP_IF_NONE_MATCH") != "*"
        and "HTTP_IF_MATCH" not in asked
        and _is_plain(asked.get("HTTP_ACCEPT", ""))
        and ("HTTP_COOKIE" not in asked or settings.SESSION_COOKIE_NAME not in request.COOKIES)
    )


@lru_cache(256)
def _is_plain(accept: str) -> bool:
    kinds = {part.partition(";")[0].strip() for part in accept.split(",")}
    may_differ = any(kind not in BESIDE and not kind.startswith("image/") for kind in kinds)
    return not kinds.isdisjoint(AS_IT_IS) and not may_differ and "indent" not in accept


def _address(request: HttpRequest) -> Address:
    """The address; raises DisallowedHost."""
    query = request.META.get("QUERY_STRING", "")
    return request.scheme or "", request.get_host(), request.path, query, translation.get_language()


def _found(address: Address, request: HttpRequest) -> Kept | None:
    """The answer that is kept and still holds."""
    for find in (bodies.at_hand, _shared):
        kept: Kept | None = find(address)
        if kept and kept.tag.told == kept.tag.basis.told(plans_asked(request, None, kept.tag.basis.asked)):
            if find is _shared:
                bodies.put(address, kept, kept.size)
            return kept
    return None


def _kept(address: Address, request: HttpRequest, response: HttpResponse) -> Kept | None:
    """What was answered, where it may be kept."""
    tag: Tag | None = getattr(response, "tag", None)
    if (
        tag is None
        or response.streaming
        or response.status_code != HTTPStatus.OK
        or response.cookies
        or request.method != "GET"
    ):
        return None
    return Kept(address, tag, dict(response.headers), response.content)


def _keep(kept: Kept, took: float) -> None:
    """Keep an answer that took so many seconds to make."""
    bodies.put(kept.address, kept, kept.size)
    if settings.REDIS_CACHE_URL and took >= LEAST_SHARED_SECONDS and len(kept.body) <= MOST_SHARED_BYTES:
        shared.set(_slot(kept.address), kept, SHARED_SECONDS)


def _shared(address: Address) -> Kept | None:
    """What another process of this program keeps; a slot may hold another address's."""
    kept: Any = shared.get(_slot(address)) if settings.REDIS_CACHE_URL else None
    return kept if kept is not None and kept.address == address else None


def _slot(address: Address) -> str:
    """The address's place in Redis, of this program and this database: another's answers are not ours."""
    number = int.from_bytes(sha256(pickle.dumps(address)).digest()[:8]) % SLOTS
    return f"answer:{release()}:{_birth()}:{number}"


@cache
def _birth() -> str:
    """When the database was made, which tells it from one that was loaded anew."""
    made: Any = MigrationRecorder.Migration.objects.order_by("pk").values_list("applied", flat=True)[:1]
    return "".join(instant.isoformat() for instant in made)

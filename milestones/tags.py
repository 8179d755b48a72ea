"""Strong tags: equal ones mean equal answers, whichever door gives them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from milestones.ledger import known_keys
from milestones.models.publication import sights_of
from milestones.selectors.plans import Reader
from milestones.state.standing import Freshness, freshness

Told = list[tuple[Any, ...]]
"""How the plans stand that an answer rests on: equal ones give equal answers to equal questions."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: the plans of these slugs or, where it is None, all that the reader may see.

    One with a frame names every plan beside, so that it rests on what the others are called; what is signed rests on
    the ledger's key.
    """

    slugs: frozenset[str] | None
    has_frame: bool = False
    is_signed: bool = False

    @property
    def asked(self) -> frozenset[str] | None:
        """The slugs of the plans that must be looked at; None for all."""
        return None if self.has_frame else self.slugs

    def told(self, plans: Iterable[Freshness]) -> Told:
        """How those stand."""
        own = self.slugs
        signed_by = [tuple(known_keys()[:1])] if self.is_signed else []
        return [plan.tag if own is None or plan.slug in own else plan.label for plan in plans] + signed_by


@dataclass(frozen=True, slots=True)
class Tag:
    """The tag of an answer, and what it rests on."""

    basis: Basis
    told: Told
    text: str

    def stamp(self, response: HttpResponseBase) -> None:
        """Say to caches that they may keep the answer, and must ask each time whether it still holds."""
        response.headers["ETag"] = self.text
        patch_cache_control(response, no_cache=True)
        response.tag = self  # type: ignore[attr-defined] # by which `milestones.kept` knows that it may be kept


def plans_asked(request: HttpRequest, user: Reader, slugs: frozenset[str] | None) -> tuple[Freshness, ...]:
    """How the plans stand that the reader may see, or those named; asked once, so that an answer is of one moment."""
    asked = request.__dict__.setdefault("plans_asked", {})
    sights = sights_of(user)
    question = str(sights), slugs
    if question not in asked:
        asked[question] = freshness(sights, slugs)
    plans: tuple[Freshness, ...] = asked[question]
    return plans


def tag_of(request: HttpRequest, basis: Basis, user: Reader, form: str = "") -> Tag:
    """The tag of what follows from an address, its language, how the plans stand and what the reader sees of them.

    `form` tells apart what goes out from one address in several forms.
    """
    plans = plans_asked(request, user, basis.asked)
    told, seen = basis.told(plans), [sorted(plan.seen) for plan in plans]
    rest = [release(), request.build_absolute_uri(), translation.get_language(), seen, told, form]
    return Tag(basis, told, f'"{hashlib.sha256(json.dumps(rest).encode()).hexdigest()[:32]}"')


def is_held(request: HttpRequest, tag: str) -> bool:
    """Whether the reader says to have the answer; packed on its way, its tag becomes weak."""
    held = request.META.get("HTTP_IF_NONE_MATCH")
    return held is not None and tag in {tag.removeprefix("W/") for tag in parse_etags(held)}


@cache
def release() -> str:
    """What tells this program from the one before, which may have answered otherwise: a digest of all it is made of."""
    told = hashlib.sha256()
    for folder in MADE_OF:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                told.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:32]


MADE_OF = ("milestones", "pillars", "tracker", "tools", "templates", "locale", "static")
SUFFIXES = frozenset({".py", ".html", ".mo", ".css", ".js", ".svg", ".json", ".woff2"})

"""Strong tags: equal ones mean equal answers, whichever door gives them."""

import hashlib
import json
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import parse_etags

from milestones.models import Publication
from milestones.state.finding import Freshness


def tag_of(request: HttpRequest, plans: Iterable[Freshness], seen: Iterable[Publication]) -> str:
    """The tag of what follows from an address, its language, how these plans stand and what is seen of them."""
    told = [
        settings.SPECTACULAR_SETTINGS["VERSION"],
        request.build_absolute_uri(),
        translation.get_language(),
        sorted(seen),
        [plan.tag for plan in plans],
    ]
    return f'"{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]}"'


def is_held(request: HttpRequest, tag: str) -> bool:
    """Whether the reader says to have the answer; packed on its way, its tag becomes weak."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in {each.removeprefix("W/") for each in held}

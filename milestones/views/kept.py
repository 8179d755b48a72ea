"""Pages for the public under a strong tag: a reader who has one is told so, and a page that was made is made once."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from milestones.state.finding import fresh_plans
from milestones.state.keeping import keeper

View = Callable[..., HttpResponse]


def kept_for_the_public(view: View) -> View:
    """A view whose page follows from its address, its language and how the plans stand; not kept for who is signed in.

    One query where the page is kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        tag = _tag(request)
        # Packed on its way, an answer's tag becomes weak.
        if tag in {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}:
            return _stamped(HttpResponseNotModified(), tag)

        def made() -> bytes:
            response = view(request, *args, **kwargs)
            if response.status_code != HTTPStatus.OK:
                raise _NotKept(response)
            return response.content

        try:
            return _stamped(HttpResponse(keeper.kept(("page", tag), made, len)), tag)
        except _NotKept as answered:
            return answered.response

    return answer


class _NotKept(Exception):
    """An answer that is no page: of an address that is wrong, or at which there is nothing."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def _tag(request: HttpRequest) -> str:
    """Equal tags mean equal pages: the frame of each names every plan."""
    plans = fresh_plans(None, now=timezone.now())
    told = [
        settings.SPECTACULAR_SETTINGS["VERSION"],
        request.build_absolute_uri(),
        translation.get_language(),
        [(plan.tag, plan.is_stale, plan.has_failed) for plan in plans],
    ]
    return f'"{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]}"'


def _stamped(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response

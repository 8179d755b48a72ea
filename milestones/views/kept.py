"""Pages for the public under a strong tag: a reader who has one is told so, and a page that was made is made once."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control

from milestones.models import Audience
from milestones.state.keeping import keeper
from milestones.tags import is_held, tag_of
from milestones.views.seen import plans_seen

View = Callable[..., HttpResponse]


def kept_for_the_public(view: View) -> View:
    """A view whose page follows from its address, its language and how the plans stand; not kept for who is signed in.

    One query where the page is kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        # The frame of each page names every plan.
        tag = tag_of(request, plans_seen(request), Audience.PUBLIC.publications)
        if is_held(request, tag):
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


def _stamped(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response

"""Pages for the public under a strong tag: a reader who has one is told so before anything is made."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from milestones.tags import Basis, is_held, tag_of
from milestones.views.errors import answers_bad_addresses

View = Callable[..., HttpResponse]


def tagged_for_the_public(view: View) -> View:
    """A view whose page follows from its address, its language and how the plans stand; not for who is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        own = frozenset({str(kwargs["plan"])}) if "plan" in kwargs else None
        tag = tag_of(request, Basis(own, has_frame=True), request.user)
        held = is_held(request, tag.text)
        response = HttpResponseNotModified() if held else view(request, *args, **kwargs)
        if held or response.status_code == HTTPStatus.OK:
            tag.stamp(response)
        return response

    return answer


def public_page(view: View) -> View:
    """A page to be read, under a strong tag for the public; of an address that is wrong it says so."""
    return require_safe(tagged_for_the_public(answers_bad_addresses(view)))

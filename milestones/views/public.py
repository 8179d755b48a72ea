"""Pages for the public, under a strong tag; and those that say what was wrong with an address."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones.pages.page import PageLink
from milestones.selectors.plans import near
from milestones.tags import Basis, is_held, tag_of
from milestones.views.frame import render_page
from milestones.views.point import BadParameter

View = Callable[..., HttpResponse]
EMBED, PICTURE, PART = "embed", "picture", "part"
"""The parameters, and the part of an address, of answers that other sites may show in a frame."""


def answers_bad_addresses(view: View) -> View:
    """A view whose wrong parameters are answered with a 400 page, and whose unknown things with a 404 page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as fault:
            return bad_parameter(request, fault)
        except (ObjectDoesNotExist, Http404):
            return not_found(request)

    return answer


def bad_parameter(request: HttpRequest, fault: BadParameter) -> HttpResponse:
    """The page that names the parameter and its value, and links to the same page without it."""
    query = request.GET.copy()
    query.pop(fault.name, None)
    without = f"{request.path}?{query.urlencode()}" if query else request.path
    context = {"heading": _("This address cannot be read"), "fault": fault, "without": without}
    return render_page(request, "milestones/bad_parameter.html", context, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address at which there is nothing, or nothing that the reader may see."""
    query = request.GET.urlencode()
    suggested = [
        PageLink(place.name, reverse(place.route, args=place.slugs) + (f"?{query}" if query else ""))
        for place in near(request.path, request.user)
    ]
    context = {"heading": _("There is nothing at this address"), "suggested": suggested}
    return render_page(request, "milestones/not_found.html", context, status=404)


def tagged_for_the_public(view: View, *, is_signed: bool = False) -> View:
    """A view whose page follows from its address, its language and how the plans stand; not for who is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        own = frozenset({str(kwargs["plan"])}) if "plan" in kwargs else None
        tag = tag_of(request, Basis(own, has_frame=True, is_signed=is_signed), request.user)
        may_be_framed = PART in kwargs or not request.GET.keys().isdisjoint({EMBED, PICTURE})
        held = is_held(request, tag.text) and not may_be_framed  # the view alone gives the headers that allow it
        response = HttpResponseNotModified() if held else view(request, *args, **kwargs)
        if held or response.status_code == HTTPStatus.OK:
            tag.stamp(response)
        return response

    return answer


def public_page(view: View) -> View:
    """A page to be read, under a strong tag for the public; of an address that is wrong it says so."""
    return require_safe(tagged_for_the_public(answers_bad_addresses(view)))

"""What every page has around it: the languages, the plans, the parts of the plan, and the address to cite."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control

from milestones.models import Plan
from milestones.pages.page import PageLink
from milestones.state.standing import Freshness
from milestones.tags import plans_asked


def plans_seen(request: HttpRequest) -> tuple[Freshness, ...]:
    """The plans that the reader may see, by slug."""
    return plans_asked(request, request.user, None)


def plan_seen(request: HttpRequest, slug: str) -> Freshness:
    """The plan by its slug; raises Plan.DoesNotExist for one that is not to be seen, as for none."""
    for fresh in plans_seen(request):
        if fresh.slug == slug:
            return fresh
    raise Plan.DoesNotExist(f"There is no plan {slug} to be seen.")


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    plan: str | None = None,
    parts: Sequence[PageLink] = (),
    more: Sequence[PageLink] = (),
    cited: str | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """A page in its frame. `plan` is the slug of the plan it is about, `parts` are that one's pages, and `more` those
    of them that a menu folds.

    `cited` is its pinned path and query, "" where no address would keep saying what it says. In the frame it is the
    full address, whose `path` and query are the page's own; `languages` are this page in each, by code, `plans` all to
    be seen, and `query` keeps a language that the address chose, for links to pages that have no other parameters;
    `query_of_all` is that of the list of plans.
    `search` is the address of the search, within the plan and the moment of the page.
    """
    is_found, own = status == HTTPStatus.OK, f"{request.path}?lang={translation.get_language()}"
    pinned = "" if cited == "" or not is_found else request.build_absolute_uri(cited or own)
    frame = {
        "version": settings.VERSION,
        "languages": _languages(request),
        "plans": _plans(request, plan, is_found=is_found),
        "parts": parts,
        "more": more,
        "cited": pinned,
        "path": urlsplit(pinned).path,
        "pinned_query": pinned.partition("?")[2],
        "query": language_query(request),
        "query_of_all": kept_query(request) if is_found else language_query(request),
        "search": _search(request, plan if is_found else None),
    }
    return unshared(request, render(request, template, {**context, "frame": frame}, status=status))


def unshared(request: HttpRequest, response: HttpResponse, *, is_preview: bool = False) -> HttpResponse:
    """The answer, of which no cache gives to others what may tell what the public is not told; nor keeps a preview."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, **({"no_store": True} if is_preview else {}))
    return response


def language_query(request: HttpRequest) -> str:
    """The query that keeps a language which the address chose; empty for none."""
    return f"?lang={translation.get_language()}" if request.GET.get("lang") else ""


def _languages(request: HttpRequest) -> dict[str, PageLink]:
    current, query, links = translation.get_language(), request.GET.copy(), {}
    for code, name in settings.LANGUAGES:
        query["lang"] = code
        links[code] = PageLink(name, f"{request.path}?{query.urlencode()}", code == current)
    return links


def kept_query(request: HttpRequest, *names: str, **pinned: str) -> str:
    """The query that keeps what the address chose of moment, language and further names, after what is `pinned`."""
    chosen = {name: request.GET[name] for name in ("on", *names, "known_at", "lang") if request.GET.get(name)}
    return f"?{urlencode(pinned | chosen)}" if pinned or chosen else ""


def _search(request: HttpRequest, plan: str | None) -> str:
    if plan is None:
        return reverse("search") + language_query(request)
    return reverse("search") + kept_query(request, "reading", plan=plan)


def _plans(request: HttpRequest, current: str | None, *, is_found: bool) -> tuple[PageLink, ...]:
    """Each plan with what the address chose, but for a reading: that is the current plan's own."""
    shared = own = language_query(request)
    if is_found:
        shared, own = kept_query(request), kept_query(request, "reading", "preview")
    return tuple(
        PageLink(
            plan.name,
            reverse("plan-page", args=[plan.slug]) + (own if plan.slug == current else shared),
            plan.slug == current,
        )
        for plan in plans_seen(request)
    )

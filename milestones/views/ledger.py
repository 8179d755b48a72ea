"""The public ledger: a page that explains it, and its checkpoints, leaves and proofs for programs."""

from functools import partial
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from milestones.ledger import known_keys
from milestones.models import Checkpoint, Revision
from milestones.selectors.ledger import PAGE, bundle, hashes_of
from milestones.state import state_of
from milestones.tags import plans_asked
from milestones.views.frame import render_page
from milestones.views.point import BadParameter, asked_moment
from milestones.views.public import answers_bad_addresses, tagged_for_the_public
from tools import verify_ledger

PLAIN = "text/plain; charset=utf-8"
MOST_DIGITS = 18
"""No log is longer than a number of so many digits, which any database can read."""
FOR_EVER = {"public": True, "max_age": 365 * 24 * 3600, "immutable": True}


@require_safe
@answers_bad_addresses
def ledger_page(request: HttpRequest) -> HttpResponse:
    """What the ledger is for, how it is verified, how it stands, and where each plan's newest proof is."""
    asked_moment(request)
    checkpoint = Checkpoint.objects.first()
    context = {
        "heading": _("The public ledger"),
        "summary": _(
            "What these pages have said cannot be changed later without it being noticed: each revision is entered in "
            "a log that only grows, and that anybody can verify."
        ),
        "checkpoint": checkpoint,
        "head": checkpoint and verify_ledger.Head.read(checkpoint.note),
        "keys": known_keys(),
        "plans": [fresh for fresh in plans_asked(request, None, None) if fresh.version[0]],
        "pages": range(-(-checkpoint.size // PAGE) if checkpoint else 0),
    }
    return render_page(request, "milestones/ledger.html", context, cited="")  # it tells of now


@require_safe
@cache_control(no_cache=True)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, as a signed note; without signatures where the site has no key."""
    newest = Checkpoint.objects.first()
    if newest is None:
        raise Http404
    return HttpResponse(newest.note, content_type=PLAIN)


@require_safe
def leaves(request: HttpRequest, page: int) -> HttpResponse:
    """A page of the leaves' hashes, in the order of the log and a line each; a full one never changes."""
    hashes = hashes_of(page * PAGE, (page + 1) * PAGE)
    if not hashes:
        raise Http404
    response = HttpResponse("".join(f"{leaf.hex()}\n" for leaf in hashes), content_type=PLAIN)
    is_full = len(hashes) == PAGE
    patch_cache_control(response, **FOR_EVER if is_full else {"no_cache": True})
    return response


@require_safe
@partial(tagged_for_the_public, is_signed=True)
@answers_bad_addresses
def entries(request: HttpRequest, plan: str, revision: int) -> HttpResponse:
    """The proof of one of a plan's revisions, as the public counts them, with what it took up."""
    fresh = next((fresh for fresh in plans_asked(request, None, None) if fresh.slug == plan), None)
    since = request.GET.get("since")
    if fresh is None or not (since or "0").isdecimal():
        raise Http404
    if since and len(since) > MOST_DIGITS:
        message = _("“%(value)s” is no whole number from %(lowest)s to %(highest)s.")
        raise BadParameter("since", since, message % {"value": since, "lowest": 1, "highest": 10**MOST_DIGITS - 1})
    made = Revision.objects.filter(plan=fresh.plan_id, public_number=revision, leaf__isnull=False).get()
    older = Checkpoint.objects.filter(size=since).order_by("id")[:1].get() if since else None
    response = JsonResponse(bundle(state_of(fresh, made.at), [made], older), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="{plan}-revision-{revision}-ledger.json"'
    return response


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that verifies a proof, as one file."""
    return HttpResponse(Path(verify_ledger.__file__).read_bytes(), content_type=PLAIN)

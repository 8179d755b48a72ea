"""What a reader chooses of a list, as the address says."""

from collections.abc import Container, Iterable, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from milestones.pages.plan.milestone_list import PAGE, SEARCH, Choice
from milestones.views.point import BadParameter
from milestones.wording.names import isolated

LONGEST_SEARCH = 200


def read_choices(request: HttpRequest, choices: Iterable[Choice]) -> dict[str, str]:
    """What is chosen under the choices' names, and what is searched for, without what is empty; raises BadParameter."""
    asked = {SEARCH: read_search(request, SEARCH)}
    for choice in choices:
        value = asked[choice.name] = request.GET.get(choice.name, "").strip()
        if value not in choice.words:
            known = _(", ").join(isolated(word) for word in choice.words if word)
            raise BadParameter(choice.name, value, _("Choose from: %(words)s.") % {"words": known})
    return {name: value for name, value in asked.items() if value}


def read_search(request: HttpRequest, name: str) -> str:
    """The words that are searched for under a name of the address; raises BadParameter."""
    search = request.GET.get(name, "").strip()
    if len(search) > LONGEST_SEARCH:
        advice = _("Search for at most %(count)s letters.") % {"count": LONGEST_SEARCH}
        raise BadParameter(name, search[:LONGEST_SEARCH], advice)
    return search


def read_slugs(request: HttpRequest, known: Mapping[str, Container[str]]) -> dict[str, str]:
    """What is chosen under each name of what is known, without what is empty; raises BadParameter."""
    asked = {name: value for name in known if (value := request.GET.get(name, "").strip())}
    for name, value in asked.items():
        if value not in known[name]:
            raise BadParameter(name, value, _("Nothing of this plan has that slug."))
    return asked


def read_page(request: HttpRequest) -> int:
    """Which page of a list, counted from 1; raises BadParameter."""
    value = request.GET.get(PAGE, "").strip() or "1"
    if not (value.isascii() and value.isdigit() and int(value[:9]) > 0):
        raise BadParameter(PAGE, value, _("Pages are counted from 1."))
    return int(value[:9])

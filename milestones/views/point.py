"""For which day, instant and reading a page speaks, as its address says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from milestones.lettering import isolated
from milestones.models import Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.planfile.quantities import plain_instant
from milestones.selectors.plans import local_date

PREVIEW, KEPT = "preview", ("preview", "lang")


class BadParameter(ValueError):
    """A value in the address that cannot be read; `advice` says, in the reader's language, what can."""

    def __init__(self, name: str, value: str, advice: str) -> None:
        super().__init__(f"{name}={value}")
        self.name, self.value, self.advice = name, value, advice


@dataclass(frozen=True, slots=True)
class Point:
    """The day, the instant (None: all is known) and the reading of a page.

    `is_today`: the day is the plan's own today, of a plan that has ended its last day. `reading` is None only where
    the plan declares none. `is_preview`: drafts are shown as if they were published, to those who see them. `chosen`
    are the parameters of the address that differ from what holds without them.
    """

    on: date
    is_today: bool
    known_at: datetime | None
    reading: str | None
    is_preview: bool
    chosen: tuple[tuple[str, str], ...]

    @property
    def is_default(self) -> bool:
        """Whether it is what the page shows to those who choose nothing but a language, or to see what is to come."""
        return all(name in KEPT for name, _value in self.chosen)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """The choices that are of no moment."""
        return tuple((name, value) for name, value in self.chosen if name in KEPT)

    @property
    def query_today(self) -> str:
        """The choices that are of no moment, for the same page today."""
        return _query(self.kept)

    @property
    def query_public(self) -> str:
        """The same choices, for what the public sees."""
        return _query((name, value) for name, value in self.chosen if name != PREVIEW)

    @property
    def query(self) -> str:
        """The reader's own choices, for the links between pages; empty or with a leading question mark."""
        return _query(self.chosen)

    @property
    def query_now(self) -> str:
        """The same choices, but for what is known now."""
        return _query((name, value) for name, value in self.chosen if name != "known_at")

    @property
    def query_since(self) -> str:
        """The same choices, for the page of what differs from this instant until now."""
        return _query(("from" if name == "known_at" else name, value) for name, value in self.chosen)

    @property
    def known_at_text(self) -> str:
        """The instant as an address carries it; empty for none."""
        return plain_instant(self.known_at) if self.known_at else ""

    def pinned_query(self, language: str = "", asked: Mapping[str, str] = MappingProxyType({})) -> str:
        """Everything that decides what the page shows, for an address to cite; without a language, of its data.

        `asked` is what the address asks of the page beside the moment.
        """
        pairs = {
            **asked,
            "on": self.on.isoformat(),
            "reading": self.reading,
            "known_at": self.known_at_text,
            "lang": language,
        }
        return f"?{urlencode({name: value for name, value in pairs.items() if value})}"


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"?{query}" if query else ""


def read_since(request: HttpRequest, until: datetime | None) -> datetime | None:
    """The instant from which a page tells what differs, None where none is given; raises BadParameter."""
    since = read_instant(request, "from")
    if since is not None and until is not None and since > until:
        advice = _("Give an instant that is not after the one up to which the page tells what differs.")
        raise BadParameter("from", _given(request, "from"), advice)
    return since


def read_known_at(request: HttpRequest) -> datetime | None:
    """The instant whose knowledge the page shows, None for now; raises BadParameter, for an unknown language too."""
    check_language(request)
    return read_instant(request, "known_at")


def read_point(request: HttpRequest, plan: Plan, readings: Sequence[str], known_at: datetime | None) -> Point:
    """The point of a page of the plan; raises BadParameter. An empty value is as good as none."""
    reading = _given(request, "reading")
    check_reading("reading", reading, readings)
    today, default = local_date(plan, timezone.now()), next(iter(readings), None)
    on = chosen_day(request) or today
    chosen = {
        "on": on.isoformat() if on != today else "",
        "reading": reading if reading != default else "",
        "known_at": _given(request, "known_at"),
        PREVIEW: "1" if is_preview(request, plan.pk) else "",
        "lang": _given(request, "lang"),
    }
    return Point(
        on=on,
        is_today=on == today,
        known_at=known_at,
        reading=reading or default,
        is_preview=bool(chosen[PREVIEW]),
        chosen=tuple((name, value) for name, value in chosen.items() if value),
    )


def is_preview(request: HttpRequest, plan_id: int) -> bool:
    """Whether the page is to show drafts as if they were published.

    Raises BadParameter, and Http404 for who may not see drafts.
    """
    value = _given(request, PREVIEW)
    if value not in ("", "1"):
        raise BadParameter(PREVIEW, value, _("Give 1 to see the plan with its drafts, or nothing."))
    if value and Publication.DRAFT not in publications_seen_by(request.user, plan_id):
        raise Http404
    return bool(value)


def asked_moment(request: HttpRequest) -> tuple[date | None, datetime | None]:
    """The day and the instant of a page outside every plan, None for each that is not given; raises BadParameter."""
    known_at = read_known_at(request)
    return chosen_day(request), known_at


def check_language(request: HttpRequest) -> None:
    """Raise BadParameter for a `lang` that the site does not speak."""
    language = _given(request, "lang")
    if not language:
        return
    try:
        translation.get_supported_language_variant(language)
    except LookupError:
        raise BadParameter("lang", language, _("The languages are en, ar and he.")) from None


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").strip()


def chosen_day(request: HttpRequest, name: str = "on") -> date | None:
    """The day of the address, None for none; raises BadParameter."""
    value = _given(request, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        advice = _("Give a day as year, month and day, such as %(example)s.")
        raise BadParameter(name, value, advice % {"example": isolated("2026-06-20")}) from None


def read_instant(request: HttpRequest, name: str) -> datetime | None:
    value = _given(request, name)
    if not value:
        return None
    advice = _("Give an instant with its time zone, such as %(example)s.") % {"example": isolated("2026-06-20T12:00Z")}
    try:
        moment = datetime.fromisoformat(value)
        in_utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # an offset may carry the calendar's first and last day beyond it
        raise BadParameter(name, value, advice) from None
    if moment.tzinfo is None:
        raise BadParameter(name, value, advice)
    return in_utc


def check_reading(name: str, reading: str, readings: Sequence[str]) -> None:
    """Raise BadParameter for a reading that the plan does not have; an empty one is as good as none."""
    if not reading or reading in readings:
        return
    if not readings:
        raise BadParameter(name, reading, _("This plan declares no readings."))
    told = _("The readings of this plan are: %(readings)s.") % {"readings": _(", ").join(map(isolated, readings))}
    raise BadParameter(name, reading, told)

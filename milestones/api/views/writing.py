"""Writing by the API: entries in the plan file's words, added, changed and retracted through the services."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from milestones.api.entries import MOST_ENTRIES, pointer_of_change, pointer_of_entry, read_body, refused_for
from milestones.api.parameters import read_or_refuse
from milestones.api.problems import Refusal, invalid, not_found
from milestones.api.serializers.written import ADD, CHANGE, Write, written
from milestones.api.throttling import WriteRateThrottle
from milestones.api.views.base import ReadView, as_json, whole_shape
from milestones.api.views.what_if import body_of, differing
from milestones.kinds import Kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach, Pointer
from milestones.loading.stored import ALL
from milestones.models import Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.services.checking import kind_of
from milestones.services.entering import edit, enter
from milestones.services.publication import set_publication
from milestones.services.repeating import AnotherRequest, answered_once, version_of
from milestones.services.rights import refuse_unless_allowed
from milestones.services.saving import Entered
from milestones.services.trying import effect_of
from milestones.state import PlanState, state_now
from milestones.state.standing import freshness_of
from milestones.tags import Tag

KEY = re.compile(r"[\x21-\x7e]{1,200}")
Told = dict[str, Any]


class WriteView(ReadView):
    """What all writes share: who may ask, what is sent, whether it is a dry run, and what is answered."""

    writes: ClassVar[Mapping[str, Write]] = {}
    written_shape: ClassVar[Any] = None
    """The serializer of the rows that were written, if not the view's own."""

    @property
    def kind(self) -> Kind:
        """The kind of the rows that are written."""
        kind = kind_of(self.model)
        assert kind is not None  # every view that writes is of one
        return kind

    @classmethod
    def written_answer(cls) -> Any:
        """The serializer that describes what a write is answered."""
        return written(cls.written_shape or cls.serializer_class)

    def get_throttles(self) -> list[Any]:
        throttles: list[Any] = super().get_throttles()
        if self.request.method in self.writes:
            self.limit_of_writes = WriteRateThrottle()
            throttles.append(self.limit_of_writes)
        return throttles

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> NoReturn:
        words = _(
            "Nothing is deleted or replaced. A record is retracted, by POST to its retract/; a row of the structure "
            "is changed, by PATCH, and is put out of sight as a draft."
        )
        raise MethodNotAllowed(request.method or "", words if request.method in ("PUT", "DELETE") else None)

    def begin(self, request: Request) -> None:
        """Read the parameters; raises NotAuthenticated where nobody has signed in."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        self.asked = read_or_refuse(request.query_params, self.writes[request.method or ""].parameters)

    def wrote(
        self, plan: Plan, make: Callable[[], Entered], place: Callable[[Pointer], str], *, is_one: bool = True
    ) -> HttpResponse:
        """Write, once under each `Idempotency-Key`, or as a dry run; the answer. Faults are told at their `place`."""

        def answer() -> Told:
            outcome = make()
            if outcome.faults:
                raise refused_for(outcome.faults, place)
            return self._answer(plan, outcome, place)

        status = self.writes[self.request.method or ""].status
        with transaction.atomic():
            if self.asked.get("dry_run"):
                told, status = self._dry_run(plan, answer), HTTPStatus.OK
                transaction.set_rollback(True)
            else:
                told = _repeatable(self.request, answer)
        created = status == HTTPStatus.CREATED and is_one and told["rows"]
        headers = {"Cache-Control": "no-store"} | ({"Location": told["rows"][0]["url"]} if created else {})
        return Response(as_json(told), status=status, headers=headers)

    def _dry_run(self, plan: Plan, answer: Callable[[], Told]) -> Told:
        """What would be answered, and what would stand otherwise were drafts published that nobody asked to be such."""

        def write() -> Told:
            told = answer()
            set_publication(self.drafts, Publication.PUBLISHED, user=ALL, at=timezone.now())
            return told

        effect = effect_of(plan, self.request.user, write)
        return effect.outcome | {"dry_run": True, **differing(effect.before, effect.after)}

    drafts: Sequence[Any] = ()
    """What was entered as a draft because its author may not publish."""

    def _answer(self, plan: Plan, outcome: Entered, place: Callable[[Pointer], str]) -> Told:
        seen = publications_seen_by(self.request.user, plan.pk)
        fresh = freshness_of(plan.pk, seen)
        state = state_now(plan, seen, is_of_few=True)
        state = replace(state, version=fresh.version, computed_at=fresh.computed_at, is_stale=True)
        self.plans, self.states, self.asked = (fresh,), (state,), {}  # as for a reader who asks for the rows
        rows = state.rows(self.model).by_key
        shape = whole_shape(self.written_shape or self.serializer_class)
        shape._context = {"request": self.request}
        told = [
            shape.to_representation(self.tell_written(rows[row.pk], state))
            for row in outcome.rows
            if isinstance(row, self.model) and row.pk in rows
        ]
        return {
            "plan": plan.slug,
            "revision": plan.revision + 1 if Publication.DRAFT in seen else None,
            "dry_run": False,
            "rows": json.loads(as_json(told)),
            "warnings": [
                {"attr": place(breach.pointer), "code": breach.code, "detail": breach.message}
                for breach in outcome.warnings
            ],
        }

    def tell_written(self, row: Any, state: PlanState) -> Told:
        """What the answer says of a row that was written."""
        version = {} if self.kind.is_of_records else {"version": version_of(self.model, pk=row.pk)}
        told: Told = (self.written_shape or self.serializer_class).told(row, state)
        return told | version


def _repeatable(request: Request, answer: Callable[[], Told]) -> Told:
    """The answer, which is kept under the key that the request has, if it has one."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    if not KEY.fullmatch(key):
        raise invalid("Idempotency-Key", _("A key is 1 to 200 printable characters."))
    token = getattr(request.auth, "digest", None)
    who = f"user:{request.user.pk}" if token is None else f"token:{token}"
    versions = request.headers.get("If-Match", "")
    sent = [request.method, request.get_full_path(), versions, hashlib.sha256(request._request.body).hexdigest()]
    asked = hashlib.sha256(json.dumps(sent).encode()).hexdigest()
    try:
        return dict(answered_once(who, key, asked, answer, at=timezone.now())[0])
    except AnotherRequest as error:
        words = _("This key was sent with another request in the last 24 hours. Choose a new one.")
        raise Refusal(422, words, "key_used") from error


class Adding(WriteView):
    """Adds rows: one in a map, or up to a thousand in a list, all or none."""

    http_method_names = ["get", "head", "post", "options"]
    writes = {"POST": ADD}

    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        self.begin(request)
        if "plan" not in self.asked:
            raise invalid("plan", _("Say in which plan it is written, by its slug."), code="missing")
        plan = _seen_plan(request, self.asked["plan"])
        refuse_unless_allowed(request.user, "add", self.model)  # also where it was answered before
        body = sent(request)
        entries = body if isinstance(body, list) else [body]
        if not 1 <= len(entries) <= MOST_ENTRIES:
            words = _("A list has from 1 to %(most)s entries; this has %(count)s.")
            raise refused_for([Breach((), "too_many", words, {"most": MOST_ENTRIES, "count": len(entries)})])
        self.limit_of_writes.count_rows(len(entries) - 1)

        def make() -> Entered:
            outcome = enter(self.kind, entries, plan=plan, user=request.user, at=timezone.now())
            self.drafts = outcome.drafts
            return outcome

        return self.wrote(plan, make, partial(pointer_of_entry, body=body), is_one=not isinstance(body, list))


class Changing(WriteView):
    """One row, whose keys that are given are changed, if it still is of the version that the writer read."""

    http_method_names = ["get", "head", "patch", "options"]
    writes = {"PATCH": CHANGE}

    def patch(self, request: Request, **kwargs: Any) -> HttpResponse:
        self.begin(request)
        given = versions_in(request)
        if not given - {"*"}:
            words = _("Send the `version` of the row that you read in If-Match, in double quotes.")
            raise Refusal(428, words, "version_needed")
        body = sent(request)
        if not isinstance(body, dict):
            raise refused_for([Breach((), "wrong_type", _("A map of the keys to change is wanted."))])

        def make(row: Any) -> Entered:
            self.refuse_stale(row, given - {"*"})
            return edit(self.kind, row, body, user=request.user, at=timezone.now())

        return self.at_row("change", make, body, changed=body.keys())

    def at_row(
        self, right: str, make: Callable[[Any], Entered], body: Told, *, changed: Collection[str] = ()
    ) -> HttpResponse:
        """Write at the row that the address names, as it is stored, where the right to it is held; raises NotFound."""
        rows: Any = self.model._default_manager.visible_to(self.request.user)
        with transaction.atomic():
            row = rows.select_for_update(of=("self",)).filter(**self._look_up(self.kwargs)).first()
            if row is None:
                raise not_found(str(self.kwargs.get("slug", "")), ())
            refuse_unless_allowed(self.request.user, right, self.model, [row], changed=changed)
            plan_key: Any = plan_of(row)
            plan = Plan.objects.get(pk=plan_key)
            return self.wrote(plan, partial(make, row), partial(pointer_of_change, body=body))

    def refuse_stale(self, row: Any, versions: set[str]) -> None:
        """Raise Refusal where versions are asked for, and the row, as it is stored, has none of them."""
        if versions and not versions & {"*", version_of(self.model, pk=row.pk)}:
            words = _("It has been changed since you read it. Read it again, and change what you then see.")
            raise Refusal(412, words, "stale")

    def _look_up(self, named: Mapping[str, Any]) -> Told:
        in_plan = "slug" if self.model is Plan else f"{self.kind.in_plan}__slug"
        return {in_plan if name == "plan" else name: value for name, value in named.items()}

    version: str | None = None
    """The row's version as it is stored, for those who may write."""

    def _find_plans(self, request: Request, **kwargs: Any) -> Tag:
        """The tag, which for those who see drafts of the plan ends with the row's version after a dot."""
        tag = super()._find_plans(request, **kwargs)
        if self.kind.is_of_records or not any(Publication.DRAFT in plan.seen for plan in self.plans):
            return tag
        self.version = version_of(self.model, **self._look_up(kwargs))
        return replace(tag, text=f'{tag.text[:-1]}.{self.version}"') if self.version else tag

    def tell(self, row: Any, state: PlanState) -> Told:
        told: Told = super().tell(row, state)  # type: ignore[misc]  # of the rows' view that stands beside it
        return told | ({} if self.version is None else {"version": self.version})


def sent(request: Request) -> Any:
    """The body as plain data; raises Refusal where it is too long."""
    try:
        return read_body(body_of(request))
    except RequestDataTooBig as error:
        raise Refusal(413, _("The body is too long. Send it in several."), "too_long") from error


def _seen_plan(request: Request, slug: str) -> Plan:
    plans = Plan.objects.visible_to(request.user)
    plan = plans.filter(slug=slug).first()
    if plan is None:
        raise not_found(slug, plans.values_list("slug", flat=True))
    return plan


def versions_in(request: Request) -> set[str]:
    """The versions in `If-Match`, of an answer's tag what stands after its dot; raises Refusal for weak tags alone."""
    tags = parse_etags(header := request.headers.get("If-Match", ""))
    given = {tag.strip('"').rpartition(".")[2] for tag in tags if not tag.startswith("W/")}
    if header and not given:
        words = _("A weak tag (W/), or one without quotes, matches nothing. Send the row's `version` in double quotes.")
        raise Refusal(412, words, "weak_tag")
    return given

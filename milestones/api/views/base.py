"""What every view of the API does: read the query strictly, answer 304 where it can, and shape what it found."""

import json
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from http import HTTPStatus
from threading import local
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.http import HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from milestones.api.filters import Filter
from milestones.api.manners import Deprecation, add_links, stamp_time
from milestones.api.moments import Moment, evaluation_at, told
from milestones.api.parameters import LANG, Parameter, chosen_fields, read_query, unknown_word
from milestones.api.problems import KINDS, MEDIA_TYPE, Refusal, invalid, nearest, not_found
from milestones.api.schema import ReadSchema
from milestones.contingency import Evaluation
from milestones.models import Plan, Reading
from milestones.models.publication import Bounded
from milestones.planfile.values import LICENCES
from milestones.state import PlanState, state_of
from milestones.tags import Basis, Tag, is_held, plans_asked, tag_of


def as_json(answer: Any) -> bytes:
    """The answer as a body."""
    return JSONRenderer().render(answer)


class BodyRenderer(JSONRenderer):
    """Gives a body as it is kept, or indented where that is what Accept asks for."""

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> Any:
        if isinstance(data, bytes):
            if self.get_indent(accepted_media_type, renderer_context or {}) is None:
                return data
            data = json.loads(data)
        return super().render(data, accepted_media_type, renderer_context)


_shapes = local()


def whole_shape(serializer: type[Any]) -> Any:
    """A serializer of this thread, which takes one request after another: to make one copies each of its fields."""
    kept: Any = _shapes.__dict__
    if serializer not in kept:
        kept[serializer] = serializer()
    return kept[serializer]


def conditional(request: Request, tag: str, response: Any) -> Any:
    """The response, or a 304 where the reader has it; raises Refusal where it is not what If-Match asks for."""
    answer: Any = get_conditional_response(request._request, etag=tag, response=response)
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise Refusal(412, KINDS[412][1], "stale")
    return answer


class ProblemsAreJson(APIView):
    """A view that reads, whose errors are problems, whatever its answers are."""

    http_method_names = ["get", "head", "options"]

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), MEDIA_TYPE
        return response


class ReadView(ProblemsAreJson):
    """A view that only reads; what a reader may see is decided row by row, so that all may ask."""

    permission_classes = (AllowAny,)
    renderer_classes = (BodyRenderer,)
    schema = ReadSchema()
    operation: ClassVar[str]
    tag: ClassVar[str]
    summary: ClassVar[str]
    lang: ClassVar[Parameter] = LANG
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    model: ClassVar[type[Bounded]]
    filters: ClassVar[Mapping[str, Filter]] = {}
    serializer_class: ClassVar[Any] = None
    is_conditional: ClassVar[bool] = True
    is_signed: ClassVar[bool] = False
    is_kept = True
    """Whether the answer follows from the plans that its tag names."""
    deprecated: ClassVar[Deprecation | None] = None
    request_schema: ClassVar[Mapping[str, Any] | None] = None

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        tag = self._find_plans(request, **kwargs)
        if self.is_conditional and is_held(request._request, tag.text):
            return self._stamped(HttpResponseNotModified(), tag)
        response = self._stamped(self._answered(request, **kwargs), tag)
        add_links(response, self.links())
        return conditional(request, tag.text, response)

    def check_throttles(self, request: Request) -> None:
        """What the reader has already costs him nothing of his limit."""
        asked = request._request
        may_be_held = self.is_conditional and request.method in ("GET", "HEAD") and "HTTP_IF_NONE_MATCH" in asked.META
        if not (may_be_held and is_held(asked, self._find_plans(request, **self.kwargs).text)):
            super().check_throttles(request)

    def _find_plans(self, request: Request, **kwargs: Any) -> Tag:
        """Ask how the plans stand that the answer rests on; the tag that follows."""
        basis = Basis(self.plans_named(request, **kwargs), is_signed=self.is_signed)
        self.plans = plans_asked(request._request, request.user, basis.asked)
        return tag_of(request._request, basis, request.user, request.accepted_renderer.format)

    def _answered(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        self._begin(request)
        answer = self.answer(request, **kwargs)
        return Response(answer if isinstance(answer, bytes) else as_json(answer))

    def _begin(self, request: Request) -> None:
        """Read the address; raises NotFound where it names a plan that is not seen, and ValidationError."""
        self._read(request)
        if "plan" in self.kwargs and not self.plans:
            raise not_found(self.kwargs["plan"], self.plans_seen())

    def _read(self, request: Request) -> None:
        """Read the parameters and filters that are given; raises ValidationError that names all that is wrong."""
        parameters = {parameter.name: parameter for parameter in self.own_parameters()}
        self.asked, faults = read_query(request.query_params, {**parameters, **self.filters})
        self.given = {name: self.asked.pop(name) for name in self.filters if name in self.asked}
        for name, slugs in self.given.items():
            if (model := self.filters[name].named) is not None:
                # A slug of a row that is hidden is as unknown as one of none.
                known = self._known(model, slugs)
                if unknown := [unknown_word(slug, known) for slug in slugs if slug not in known]:
                    faults[name] = [ErrorDetail(" ".join(unknown), code="invalid")]
        if faults:
            raise ValidationError(faults)

    def _known(self, model: type[Bounded], asked: Collection[str]) -> Collection[str]:
        """The slugs of the rows that the reader may see: in the plans that were asked or, as ever, in another."""
        if model is Plan:
            named = {fresh.slug for fresh in self.plans}
            return named if named.issuperset(asked) else self.plans_seen()
        here = {slug: None for state in self.states for slug in state.rows(model).by("slug")}
        elsewhere = [slug for slug in asked if slug not in here]
        if elsewhere:
            # What another plan has is in no tag of these.
            self.is_kept = False
            rows: Any = model.objects.visible_to(self.request.user)
            here |= dict.fromkeys(rows.filter(slug__in=elsewhere).values_list("slug", flat=True))
        return here

    def plans_seen(self) -> tuple[str, ...]:
        """The slugs of all plans that the reader may see."""
        every = plans_asked(self.request._request, self.request.user, None)
        return tuple(fresh.slug for fresh in every)

    @cached_property
    def states(self) -> tuple[PlanState, ...]:
        """The states of the plans that the answer rests on, as the reader may see them, now or as known then."""
        known_at = self.asked.get("known_at")
        return tuple(state_of(fresh, known_at) for fresh in self.plans)

    def answer(self, request: Request, **kwargs: Any) -> Any:
        """The body; raises Http404 and ValidationError."""
        raise NotImplementedError

    def plans_named(self, request: Request, **kwargs: Any) -> frozenset[str] | None:
        """The plans that the path or the filter names, on which the answer rests; None: on all that are seen."""
        if "plan" in kwargs:
            return frozenset({kwargs["plan"]})
        if "plan" in self.filters and "plan" in request.query_params:
            return frozenset(slug for slug in request.query_params.getlist("plan") if "\0" not in slug)
        return None

    @classmethod
    @cache
    def own_parameters(cls) -> tuple[Parameter, ...]:
        """All parameters but the filters."""
        chosen = chosen_fields(tuple(cls.serializer_class().fields)) if cls.serializer_class else ()
        return (cls.lang, *cls.parameters, *chosen)

    @classmethod
    def answer_shape(cls) -> Any:
        """The serializer that describes the body."""
        return cls.serializer_class

    @cached_property
    def shape(self) -> Any:
        """The serializer with the keys that were asked for; whole ones are kept."""
        wanted, omitted = self.asked.get("fields"), self.asked.get("omit", ())
        if wanted is None and not omitted:
            shape = whole_shape(self.serializer_class)
        else:
            shape = self.serializer_class()
            for name in list(shape.fields):
                if (wanted is not None and name not in wanted) or name in omitted:
                    shape.fields.pop(name)
        shape._context = {"request": self.request}
        return shape

    def shaped(self, instance: Any) -> dict[str, Any]:
        """What was found through the serializer."""
        self.shape.instance = instance
        return cast("dict[str, Any]", self.shape.to_representation(instance))

    @cached_property
    def moment(self) -> Moment:
        """The moment that was asked for; refuses a reading that is not among the plan's."""
        reading = self.asked.get("reading")
        refuse_unknown(reading, self.states[0])
        return Moment(self.asked.get("on"), self.asked.get("known_at"), reading)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation, at that moment, of the one plan that the address names."""
        return evaluation_at(self.plans[0], self.states[0], self.moment)

    def _stamped(self, response: HttpResponseBase, tag: Tag) -> HttpResponseBase:
        """The answer as caches may keep it: the public's to be asked about each time, others' by those alone."""
        if not (self.is_conditional and self.is_kept):
            patch_cache_control(response, no_store=True)
            return response
        stamp_time(response, max(filter(None, (fresh.revised_at for fresh in self.plans)), default=None))
        if not self.request.user.is_anonymous:
            patch_cache_control(response, private=True)
        patch_vary_headers(response, ("Authorization",))
        tag.stamp(response)
        return response

    def address(self, **changed: Any) -> str:
        """Where the answer stands, with its query changed so, None taking a parameter out; encoded where not ASCII."""
        query = {**dict(self.request.query_params.lists()), **changed}
        told = urlencode(sorted((name, value) for name, value in query.items() if value is not None), doseq=True)
        return self.url + (f"?{told}" if told else "")

    def links(self) -> dict[str, str]:
        """Where the answer leads: to itself, the contract and, where it is of one plan, the licence of that."""
        links = {"self": self.address(), "describedby": reverse("api:schema", request=self.request)}
        if len(self.plans) == 1 and (licence := self.states[0].plan.licence):
            links["license"] = LICENCES.format(licence)
        return links

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.deprecated is not None:
            self.deprecated.stamp(answer)
        return answer

    @property
    def url(self) -> str:
        """The address of what is asked for, without its query."""
        return self.request.build_absolute_uri(self.request.path)

    def headed(self, **content: Any) -> dict[str, Any]:
        """What is told of one plan at a moment, below its address, the plan and the moment."""
        (fresh,), (state,) = self.plans, self.states
        return self.chosen({"url": self.url, "plan": fresh.slug, **told(fresh, state, self.moment), **content})

    def chosen(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """An answer that needs no shaping, with the keys that were asked for."""
        wanted = self.asked.get("fields", tuple(answer))
        omitted = self.asked.get("omit", ())
        return {name: value for name, value in answer.items() if name in wanted and name not in omitted}


def refuse_unknown(reading: str | None, state: PlanState, *, attr: str = "reading") -> None:
    """Raise ValidationError where the plan does not declare the reading that was asked for, if one was."""
    readings = [row.slug for row in state.counting.rows(Reading)]
    if reading is None or reading in readings:
        return
    if not readings:
        raise invalid(attr, _("“%(value)s”: this plan declares no readings.") % {"value": reading})
    message = _("“%(value)s” is no reading of this plan. Its readings are: %(readings)s.")
    told = message % {"value": reading, "readings": ", ".join(readings)}
    raise invalid(attr, told + nearest(reading, readings))

"""What every view of the API does: read the query strictly, answer 304 where it can, and shape what it found."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django.conf import settings
from django.http import Http404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from milestones.api.parameters import LANG, Parameter, chosen_fields, faults_of, read_query
from milestones.api.problems import invalid
from milestones.api.schema import ReadSchema
from milestones.models.publication import Bounded, publications_seen_by
from milestones.selectors.api_moments import Moment, readings_of, told
from milestones.state.finding import Freshness, fresh_plans


class ReadView(APIView):
    """A view that only reads; what a reader may see is decided row by row, so that all may ask."""

    http_method_names = ["get", "head", "options"]
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    schema = ReadSchema()
    operation: ClassVar[str]
    tag: ClassVar[str]
    summary: ClassVar[str]
    example: ClassVar[Mapping[str, Any] | None] = None
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    model: ClassVar[type[Bounded]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    serializer_class: ClassVar[Any] = None
    is_conditional: ClassVar[bool] = True

    def get(self, request: Request, **kwargs: Any) -> Response:
        self.asked, self.filterset = self._read(request)
        self.plans = self.find_plans(request, **kwargs)
        tag = self._tag(request)
        # Packed on its way, an answer's tag becomes weak.
        had = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
        if self.is_conditional and tag in had:
            return self._stamped(Response(status=304), tag)
        response = self._stamped(Response(self.answer(request, **kwargs)), tag)
        return cast("Response", get_conditional_response(request._request, etag=tag, response=response))

    def _read(self, request: Request) -> tuple[dict[str, Any], FilterSet | None]:
        """The parameters and the filters; raises ValidationError that names all that is wrong."""
        filters = self.own_filters()
        repeats = {name: each.repeats for name, each in filters.items()}
        values, faults = read_query(request.query_params, self.own_parameters(), filters=repeats)
        filterset = None
        if self.filterset_class is not None:
            readable = request.query_params.copy()
            for name in [name for name in readable if name in faults or name not in filters]:
                del readable[name]
            filterset = self.filterset_class(
                data=readable, queryset=self.model.objects.none(), request=request
            )
            faults |= faults_of(filterset.errors)
        if faults:
            raise ValidationError(faults)
        return values, filterset

    def answer(self, request: Request, **kwargs: Any) -> Any:
        """The body; raises Http404 and ValidationError."""
        raise NotImplementedError

    def find_plans(self, request: Request, **kwargs: Any) -> tuple[Freshness, ...]:
        """The plans that the answer rests on: the one in the path, else all that the reader may see."""
        slug = kwargs.get("plan")
        slugs = None if slug is None else frozenset({slug})
        plans = fresh_plans(request.user, now=timezone.now(), slugs=slugs)
        if slug is not None and not plans:
            raise Http404
        return plans

    @classmethod
    def own_parameters(cls) -> tuple[Parameter, ...]:
        """All parameters but the filters."""
        chosen = chosen_fields(tuple(cls.serializer_class().fields)) if cls.serializer_class else ()
        return (LANG, *cls.parameters, *chosen)

    @classmethod
    def own_filters(cls) -> Mapping[str, Any]:
        """The filters, by name."""
        return cls.filterset_class.base_filters if cls.filterset_class else {}

    @classmethod
    def answer_shape(cls) -> Any:
        """The serializer that describes the body."""
        return cls.serializer_class

    def shaped(self, found: Any, *, many: bool = False) -> Any:
        """The rows through the serializer, with the keys that were asked for."""
        serializer = self.serializer_class(found, many=many, context={"request": self.request})
        fields = serializer.child.fields if many else serializer.fields
        wanted = self.asked.get("fields", tuple(fields))
        for name in list(fields):
            if name not in wanted or name in self.asked.get("omit", ()):
                fields.pop(name)
        return serializer.data

    def moment(self, readings: Sequence[str]) -> Moment:
        """The moment that was asked for; refuses a reading that is not among the plan's."""
        reading = self.asked.get("reading")
        if reading is not None and reading not in readings:
            raise unknown_reading(reading, readings)
        return Moment(self.asked.get("on"), self.asked.get("known_at"), reading)

    def moment_of_plan(self) -> tuple[Moment, dict[str, Any]]:
        """The moment that was asked for of the plan in the path, and what the answer says of it."""
        readings = readings_of(self.plans, self.request.user)[self.plans[0].plan.pk]
        moment = self.moment(readings)
        return moment, told(self.plans[0], moment, next(iter(readings), None))

    def _tag(self, request: Request) -> str:
        told = [
            settings.SPECTACULAR_SETTINGS["VERSION"],
            request.build_absolute_uri(),
            translation.get_language(),
            sorted(publications_seen_by(request.user)),
            [plan.tag for plan in self.plans],
        ]
        return f'"{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]}"'

    def _stamped(self, response: Response, tag: str) -> Response:
        if self.is_conditional:
            response.headers["ETag"] = tag
        kept = "no-cache" if self.request.user.is_anonymous else "private, no-cache"
        response.headers["Cache-Control"] = kept if self.is_conditional else "no-store"
        return response

    def chosen(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """An answer that needs no shaping, with the keys that were asked for."""
        wanted = self.asked.get("fields", tuple(found))
        omitted = self.asked.get("omit", ())
        return {name: value for name, value in found.items() if name in wanted and name not in omitted}


def unknown_reading(reading: str, readings: Sequence[str]) -> ValidationError:
    """The error that names a reading which the plan does not declare."""
    if not readings:
        return invalid("reading", _("“%(value)s”: this plan declares no readings.") % {"value": reading})
    message = _("“%(value)s” is no reading of this plan. Its readings are: %(readings)s.")
    return invalid("reading", message % {"value": reading, "readings": ", ".join(readings)})

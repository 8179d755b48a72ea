"""What the API says of itself: where to begin, its workings, its schema and its page, and that an address is none."""

import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple, NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from milestones.api.parameters import LANG, read_or_refuse
from milestones.api.problems import not_found
from milestones.api.tables.forms import FormNegotiation, format_parameter
from milestones.api.views.base import ProblemsAreJson, ReadView, conditional
from milestones.packing import PACKINGS, packing_for
from milestones.planfile.vocabulary import FORMAT

API_VERSION = "v1"


class RootSerializer(serializers.Serializer):
    """Where to begin."""

    url = serializers.CharField()
    api = serializers.CharField(help_text="The version of this API.")
    addresses = serializers.DictField(
        child=serializers.URLField(), help_text="What can be asked without knowing a name, by its path from here."
    )


class RootView(ReadView):
    """The addresses that need no name: the lists, the pillar apps' among them, and what the API says of itself."""

    operation, tag, summary = "root", "service", "Where to begin"
    serializer_class = RootSerializer
    is_conditional = False  # it rests on no plan, and is short
    routes: Mapping[str, str] = {}
    """The routes' names by their paths."""

    def plans_named(self, request: Request, **kwargs: Any) -> frozenset[str]:
        return frozenset()

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        return self.chosen(
            {
                "url": self.url,
                "api": API_VERSION,
                "addresses": {path: reverse(f"api:{name}", request=request) for path, name in self.routes.items()},
            }
        )


class PlanWorkingSerializer(serializers.Serializer):
    """How one plan's stored evaluation stands."""

    url = serializers.CharField()
    plan = serializers.CharField()
    revision = serializers.IntegerField()
    computed_at = serializers.DateTimeField(allow_null=True)
    on = serializers.DateField(allow_null=True, help_text="The day it is of.")
    today = serializers.DateField(help_text="The day it is there.")
    stale = serializers.BooleanField(help_text="Whether an edit or a new day waits for its recompute.")


class StatusSerializer(serializers.Serializer):
    """The versions, and how each plan's stored evaluation stands."""

    url = serializers.CharField()
    api = serializers.CharField(help_text="The version of this API.")
    version = serializers.CharField(help_text="The version of the tracker, as CHANGELOG.md tells what it brought.")
    plan_file = serializers.CharField(help_text="The format of plan files.")
    waiting = serializers.IntegerField(help_text="How many plans wait for a recompute.")
    plans = PlanWorkingSerializer(many=True)


class StatusView(ReadView):
    """Versions, and how fresh each plan's stored evaluation is."""

    operation, tag, summary = "status", "service", "How the tracker is doing"
    serializer_class = StatusSerializer
    is_conditional = False  # it is asked to learn what is new

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        plans = [
            {
                "url": reverse("api:plan", kwargs={"plan": fresh.slug}, request=request),
                "plan": fresh.slug,
                "revision": fresh.version[0],
                "computed_at": fresh.computed_at,
                "on": fresh.stored_on,
                "today": fresh.today,
                "stale": fresh.is_stale,
            }
            for fresh in self.plans
        ]
        return self.chosen(
            {
                "url": self.url,
                "api": API_VERSION,
                "version": settings.VERSION,
                "plan_file": FORMAT,
                "waiting": sum(plan["stale"] for plan in plans),
                "plans": plans,
            }
        )


class SchemaView(ProblemsAreJson, SpectacularAPIView):
    """The contract: OpenAPI, as YAML or, where Accept asks for it, JSON."""

    throttle_classes = ()  # made once a process, it costs nothing
    content_negotiation_class = FormNegotiation

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        read_or_refuse(request.query_params, (LANG, format_parameter(("yaml", "json"))))
        renderer: Any = type(request.accepted_renderer)
        language = translation.get_language() or "en"
        document = _document(renderer, language)
        response = HttpResponse(document.body, content_type=request.accepted_renderer.media_type)
        response.headers["ETag"] = document.tag
        response.headers["Cache-Control"] = "no-cache"
        name = f"{document.title}.{request.accepted_renderer.format}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        packing = packing_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if packing is not None and settings.COMPRESS_RESPONSES:
            response.content = _packed_document(renderer, language, packing)
            response.headers["Content-Encoding"] = packing
            response.headers["ETag"] = f"W/{document.tag}"
        patch_vary_headers(response, ("Accept", "Accept-Encoding"))
        told: HttpResponse = conditional(request, response.headers["ETag"], response)
        return told


class _Document(NamedTuple):
    title: str
    body: bytes
    tag: str


@cache
def _document(renderer: type[Any], language: str) -> _Document:
    """The contract in one form and language: it takes seconds to make, and stays while the process runs."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    body = renderer().render(document, renderer_context={})
    return _Document(document["info"]["title"], body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


@cache
def _packed_document(renderer: Any, language: str, packing: str) -> bytes:
    return PACKINGS[packing](_document(renderer, language).body)


class DocumentationView(ProblemsAreJson, SpectacularSwaggerSplitView):
    """The contract to browse; its script is an answer of its own, and nothing comes from another host."""

    url_name = "api:schema"
    template_name = "milestones/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        query = request.query_params.copy()
        query.pop("script", None)  # how the page asks for its own script
        read_or_refuse(query, (LANG,))
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]


class NowhereView(APIView):
    """Every address below the API at which there is nothing."""

    schema = None
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    known: Collection[str] = ()
    """The paths that need no name."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A reader who left out the slash at the end is led there; what is sent would be lost on the way."""
        with_slash: Any = resolve(f"{request.path_info}/").func
        if getattr(with_slash, "view_class", None) is not NowhereView:
            if request.method in ("GET", "HEAD"):
                return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
            self.known = (f"{_named(request)}/",)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        super().initial(request, *args, **kwargs)
        raise not_found(_named(request), self.known)


def _named(request: Any) -> str:
    """What is asked for, below the API's root."""
    return request.path_info.partition("/v1/")[2].strip("/") or str(request.path_info)

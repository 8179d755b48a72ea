"""How the views describe themselves in the OpenAPI schema."""

import json
from pathlib import Path
from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from milestones.api.languages import ALL, ALL_LANGUAGES
from milestones.api.parameters import Parameter
from milestones.api.problems import MEDIA_TYPE


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """Tokens are Knox's, taken by a class of our own."""

    target_class = "milestones.api.authentication.TokenAuthentication"


class ProblemErrorSerializer(serializers.Serializer):
    """One thing that is wrong."""

    attr = serializers.CharField(allow_null=True, help_text="The parameter it is about, if it is about one.")
    code = serializers.CharField(help_text="What kind of error it is, for programs.")
    detail = serializers.CharField(help_text="What is wrong, with the value, in the reader's language.")


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="A stable name of the kind of problem.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="All that is wrong, in words.")
    instance = serializers.CharField(allow_null=True, help_text="The path that was asked for.")
    errors = ProblemErrorSerializer(many=True)  # type: ignore[assignment]  # the standard's name for it


EXAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
"""By operation, what is sent and answered about a small plan; a test writes them."""
JSON = "application/json"
PROBLEMS = {
    400: "A parameter is unknown, repeated, or has a value that cannot be read.",
    401: "The token is not valid.",
    404: "There is no such thing, or none that the reader may see.",
    406: "The answer is not to be had in the form that Accept asks for.",
    429: "Too many requests; Retry-After says when to come back.",
}


def component_name(shape: type[serializers.BaseSerializer]) -> str:
    """The shape's name in the schema; a pillar app's begins with the app's, since two apps may use one word."""
    packages = shape.__module__.split(".")
    prefix = packages[1].title() if packages[0] == "pillars" else ""
    return prefix + shape.__name__.removesuffix("Serializer")


def _body_of(media_type: str) -> OpenApiTypes:
    if media_type.startswith("text/"):
        return OpenApiTypes.STR
    return OpenApiTypes.OBJECT if media_type.endswith("json") else OpenApiTypes.BINARY


def _told(parameter: Parameter, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(parameter.name, dict(parameter.schema), description=parameter.text, **options)


class ReadSchema(AutoSchema):
    """Parameters, filters and problems of a view that only reads."""

    view: Any  # a ReadView, whose module imports this one

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        return component_name(type(serializer))

    @property
    def write(self) -> Any:
        """How the operation writes; None of one that reads."""
        return getattr(self.view, "writes", {}).get(self.method)

    def get_operation_id(self) -> str:
        return self.view.operation + (self.write.suffix if self.write else "")

    def get_auth(self) -> list[dict[str, Any]]:
        return [way for way in super().get_auth() if way or not self.write]

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular has it
        return self.write.text if self.write else super().get_description()

    def is_deprecated(self) -> bool:
        return self.view.deprecated is not None

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_summary(self) -> str:
        return self.write.summary if self.write else self.view.summary

    def get_examples(self) -> list[OpenApiExample]:
        refused = EXAMPLES["problem"]["answer"]
        told = EXAMPLES.get(self.get_operation_id(), {})
        examples = [OpenApiExample("Refused", refused, media_type=MEDIA_TYPE, status_codes=["400"])]
        if "answer" in told:
            kind = JSON if isinstance(told["answer"], dict) else self.view.renderer_classes[0].media_type
            examples.append(OpenApiExample("Answer", told["answer"], response_only=True, media_type=kind))
        if "body" in told:
            examples.append(OpenApiExample("Body", told["body"], request_only=True))
        return examples

    def get_request_serializer(self) -> Any:
        return {JSON: self.write.body(self.view.kind)} if self.write else self.view.request_schema

    def get_override_parameters(self) -> list[Any]:
        if self.write:
            needed, heads = self.write.needed, self.write.headers.items()
            return [
                *(_told(parameter, required=parameter.name in needed) for parameter in self.write.parameters),
                *(
                    OpenApiParameter(name, str, OpenApiParameter.HEADER, required=name in needed, description=text)
                    for name, text in heads
                ),
            ]
        filters = [
            OpenApiParameter(
                name,
                {"type": "array", "items": filter_.schema} if filter_.repeats else dict(filter_.schema),
                description=filter_.text,
                explode=True if filter_.repeats else None,
            )
            for name, filter_ in self.view.filters.items()
        ]
        return [_told(parameter) for parameter in self.view.own_parameters()] + filters

    def map_renderers(self, attribute: str) -> list[Any]:
        return [JSON] if attribute == "media_type" else super().map_renderers(attribute)

    def _written_responses(self) -> Any:
        shape = self.view.written_answer()
        answers: dict[Any, Any] = dict.fromkeys((200, self.write.status), shape)
        for status, description in (PROBLEMS | self.write.problems).items():
            answers[(status, MEDIA_TYPE)] = OpenApiResponse(ProblemSerializer, description=description)
        return answers

    def get_response_serializers(self) -> Any:
        if self.write:
            return self._written_responses()
        shape = self.view.answer_shape()
        answers: dict[Any, Any] = {} if shape is None else {200: shape}
        for form in self.view.renderer_classes:
            if form.media_type != JSON:
                answers[(200, form.media_type)] = OpenApiResponse(_body_of(form.media_type))
        if ALL in self.view.lang.schema["enum"]:
            answers[(200, ALL_LANGUAGES)] = OpenApiTypes.OBJECT
        if self.view.is_conditional:
            answers[304] = OpenApiResponse(description="Nothing has changed since the ETag in If-None-Match.")
        of_body = {} if self.view.request_schema is None else {415: "The body is not JSON."}
        for status, description in (PROBLEMS | of_body).items():
            answers[(status, MEDIA_TYPE)] = OpenApiResponse(ProblemSerializer, description=description)
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # answer_shape() says what a list is

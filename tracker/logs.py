"""Where log lines go and how they look: words on a developer's console, JSON in production."""

import re
import sys
from collections.abc import Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

INVITATION = re.compile(r"(/admin/invitation/)\S+")
"""A link that lets whoever has it set a password."""


def without_persons(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The line without what tells of who asked: the browser, what was searched for, and links that open an account."""
    line.pop("user_agent", None)
    for name in ("request", "event"):
        if isinstance(line.get(name), str):
            line[name] = INVITATION.sub(r"\1…", line[name].partition("?")[0] if name == "request" else line[name])
    return line


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    without_persons,
]


log = structlog.get_logger(__name__)


def log_denials(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that tells the log what was refused to whom."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN:
            log.warning("denied", user=request.user.pk, method=request.method, path=request.path)
        return response

    return answer


def configure_structlog() -> None:
    """Send structlog's loggers through the standard library's, so that one configuration rules both."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.UnicodeDecoder(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_config(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return the LOGGING setting."""
    # Arabic and Hebrew stay readable in the JSON, and a traceback is a field of it.
    renderers: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED_PROCESSORS,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        # Django would answer with handlers of its own; here its lines go where all others go.
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            # The development server writes a line for each request itself.
            "django_structlog.middlewares": {"level": level if as_json else "ERROR"},
            "django.server": {"level": level, "handlers": [], "propagate": True},
        },
    }

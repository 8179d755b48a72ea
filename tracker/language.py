"""In which language a request is answered."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware(LocaleMiddleware):
    """Answer in the language that `?lang=` names; else by the cookie, else by Accept-Language.

    An address with `?lang=ar` therefore shows everyone the same page, which can be cited. A language the
    site does not speak is passed over here; the API refuses it.
    """

    def process_request(self, request: HttpRequest) -> None:
        pinned = _supported(request.GET.get("lang", ""))
        if pinned is None:
            super().process_request(request)
            return
        translation.activate(pinned)
        request.LANGUAGE_CODE = pinned

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _supported(request.GET.get("lang", "")) is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _supported(code: str) -> str | None:
    """Return the site's language for a code such as `ar` or `ar-PS`, None where it speaks none such."""
    try:
        language = translation.get_supported_language_variant(code)
    except LookupError:
        return None
    return language if language in dict(settings.LANGUAGES) else None

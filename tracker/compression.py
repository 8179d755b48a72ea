"""What is packed on its way out, where nothing before it did so."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from milestones.packing import packing_for


class GzipWhereLiked(GZipMiddleware):
    """Django's, which would take a refusal, `gzip;q=0`, for a wish."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if packing_for(request.META.get("HTTP_ACCEPT_ENCODING", ""), ("gzip",)) is None:
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)

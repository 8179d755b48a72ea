"""Where a request comes from, with proxies of ours in front."""

import re
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

WITH_PORT = re.compile(r"\A(?:\[(?P<six>[^\]]+)\]|(?P<four>[0-9.]+))(?::[0-9]+)?\Z")
"""An address as some proxies write it, with the port it was asked from."""


def client_address(request: HttpRequest) -> str | None:
    """The address that our outermost proxy was asked from; without proxies, the one that asks.

    Each proxy adds to X-Forwarded-For where it was asked from, so with n of them the nth from the end is the client,
    and what stands before it is the client's own claim.
    """
    nearest: str | None = request.META.get("REMOTE_ADDR") or None
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.TRUSTED_PROXIES:
        return _address(told[-min(settings.TRUSTED_PROXIES, len(told))].strip()) or nearest
    return nearest


def _address(text: str) -> str | None:
    match = WITH_PORT.match(text)
    bare = (match["six"] or match["four"]) if match else text
    try:
        return None if "%" in bare else str(ip_address(bare))  # PostgreSQL keeps no zone of an interface
    except ValueError:
        return None

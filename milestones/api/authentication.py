"""Who asks: by a token, or by the admin's session."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from milestones.services.tokens import cut_to_scope


class TokenAuthentication(KnoxTokenAuthentication):
    """Knox's, which decodes the token unguarded: what is no text at all is a bad token too, not our error."""

    def authenticate(self, request: Request) -> Any:
        """The user and the token; None without `Authorization`. Raises AuthenticationFailed for another scheme."""
        scheme = get_authorization_header(request).split()[:1]
        if scheme and scheme[0].lower() != b"token":
            raise AuthenticationFailed(_("Only a token is taken here: “Authorization: Token …”."))
        known = super().authenticate(request)
        if known is not None:
            cut_to_scope(*known, now=timezone.now())
        return known

    def authenticate_credentials(self, token: bytes) -> Any:
        try:
            return super().authenticate_credentials(token)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed from error

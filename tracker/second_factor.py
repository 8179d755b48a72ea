"""The second factor of a log-in: a code that changes every half minute, or one that was written down for once."""

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_otp import login
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from milestones.services.rights import does_more_than_add

LONGEST_NAME: int = User.username.field.max_length or 0
DIGITS, RECOVERY_CODES = 6, 10
OFFERED = "second_factor_offered"
"""Where a session keeps the secret that is not confirmed yet."""
WRONG = gettext_lazy("This code is wrong, or was used before. Wait for the next one.")


class LoginForm(AdminAuthenticationForm):
    """Asks for the second factor where the account has one.

    A name that no account can have is refused before it is looked for, or counted among those that were tried: Django's
    form tells the browser how long a name may be, and takes any.
    """

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=16,
        help_text=gettext_lazy("Of your second factor, if you have one: six digits, or a recovery code."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "dir": "ltr"}),
    )

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if len(name) > LONGEST_NAME:
            raise self.get_invalid_login_error()
        return name

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            return
        code = self.cleaned_data.get("code", "").replace(" ", "")
        if not code:
            raise ValidationError(_("Enter the code of your second factor too."), code="no_code")
        user.otp_device = device_of(user, code)
        if user.otp_device is None:  # counted as a wrong password is
            told = {"username": user.get_username()}
            user_login_failed.send(sender=__name__, credentials=told, request=self.request)
            raise ValidationError(str(WRONG), code="wrong_code")


def device_of(user: Any, code: str) -> Any:
    """What of the account's makes such a code, which is used up by that; None where nothing does."""
    model: Any = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        is_code = device is not None and code.isalnum()
        return device if is_code and device.verify_token(code.lower()) else None


@never_cache
def second_factor(request: Any) -> HttpResponse:
    """The account's own page: it gets a second factor here, enters its code, renews what is written down, leaves it."""
    user, sent = request.user, request.POST
    code, codes, errors = sent.get("code", "").replace(" ", ""), [], []
    is_enrolled = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    if user.is_verified() and "remove" in sent:
        for model in (TOTPDevice, StaticDevice):
            model.objects.filter(user=user).delete()
        return HttpResponseRedirect(request.path)
    if user.is_verified() and "renew" in sent:
        codes = _new_codes(user)
    elif code:
        device = device_of(user, code) if is_enrolled else _enrolled(request, code)
        errors = [] if device else [WRONG]
        if device and not is_enrolled:
            is_enrolled, codes = True, _new_codes(user)
        if device:
            login(request, device)
    context = admin.site.each_context(request) | {
        "title": _("Second factor"),
        "is_verified": user.is_verified(),
        "is_enrolled": is_enrolled,
        "codes": codes,
        "errors": errors,
    }
    return TemplateResponse(request, "admin/second_factor.html", context | ({} if is_enrolled else _secret(request)))


def _enrolled(request: Any, code: str) -> Any:
    """The device whose secret this session was offered, if it makes such a code; no other session goes on then."""
    key = request.session.get(OFFERED, "")
    offered = TOTP(bytes.fromhex(key))
    if not (key and len(code) == DIGITS and code.isdecimal() and offered.verify(int(code), tolerance=1)):
        return None
    for session in Session.objects.exclude(session_key=request.session.session_key):
        if session.get_decoded().get(SESSION_KEY) == str(request.user.pk):
            session.delete()
    del request.session[OFFERED]
    return TOTPDevice.objects.create(user=request.user, name="app", key=key, last_t=offered.t())


def _secret(request: Any) -> dict[str, str]:
    """The secret that this session alone is offered, as text and as a picture: who saw it before would have the key."""
    device = TOTPDevice(user=request.user, name="app", key=request.session.setdefault(OFFERED, random_hex()))
    secret = b32encode(device.bin_key).decode().rstrip("=")
    picture = segno.make(device.config_url, error="m").svg_inline(scale=5, dark="#000", light="#fff")
    return {"secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)), "picture": picture}


def _new_codes(user: Any) -> list[str]:
    """Codes for when the device is lost, each good for once, in place of those before; told here and never again."""
    device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def ask_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session that lacks a required second factor opens no page of the admin, and is none elsewhere."""

    def answer(request: Any) -> HttpResponse:
        user = request.user
        is_lacking = settings.REQUIRE_SECOND_FACTOR and user.is_authenticated and not user.is_verified()
        if is_lacking and does_more_than_add(user):
            asked = reverse("admin:second-factor")
            if not request.path.startswith(reverse("admin:index")):
                request.user = AnonymousUser()
            elif request.path not in (asked, reverse("admin:logout"), reverse("admin:jsi18n")):
                return HttpResponseRedirect(asked)
        return get_response(request)

    return answer

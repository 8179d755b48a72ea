"""Accounts for those who are invited: a link that is good for once, and for some days, lets them set their password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from milestones.models import Invitation


class Tokens(PasswordResetTokenGenerator):
    """Of links that also end when their account is given, or loses, a right: who made one has no part in later ones."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        held = (
            user.memberships.values_list("pk", "role", "plan", "pillar"),
            user.groups.values_list("pk"),
            user.user_permissions.values_list("pk"),
        )
        rights = [sorted(map(str, rows)) for rows in held]
        return f"{super()._make_hash_value(user, timestamp)}{rights}{user.is_superuser}"


TOKENS = Tokens()
DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)


def invite(name: str, email: str) -> Any:
    """A new account of staff that nobody can log in to until its password was set."""
    return get_user_model().objects.create_user(name, email, is_staff=True)


def may_be_invited(user: Any) -> bool:
    """Whether the account waits for its first password: nobody is given a way into another's."""
    return bool(user.is_active and not user.has_usable_password())


def keep_who_had_a_way_in(user: Any, *, by: Any) -> None:
    """Keep that `by` was shown an account's link, or set its password: the two are no second pair of eyes any more."""
    if user != by:
        Invitation.objects.get_or_create(account=user, by=by)


def path_of_invitation(user: Any, *, by: Any) -> str:
    """The path of the link, which is shown to `by`; that the password was set is what makes it worth nothing."""
    keep_who_had_a_way_in(user, by=by)
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("admin:invitation", args=[key, TOKENS.make_token(user)])


def mail_invitation(user: Any, link: str) -> bool:
    """Send the link, if this site sends mail and the account has an address; whether it was sent."""
    words = _("You are invited. Set your password here, within %(days)s days: %(link)s") % {"days": DAYS, "link": link}
    has_way = bool(settings.SENDS_MAIL and user.email)
    return has_way and bool(send_mail(_("Invitation"), words, None, [user.email]))

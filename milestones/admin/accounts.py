"""Who has which role where, and the tokens of the API: each account's own, and everybody's for administrators."""

from functools import partialmethod
from typing import Any

import structlog
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.admin.base import shown_as
from milestones.admin.exports import ExportedAdmin
from milestones.admin.lists import PlanFilter
from milestones.admin.workings import ReadOnly
from milestones.chosen import chosen_plan
from milestones.models import Membership, Plan, TokenGrant
from milestones.services.checking import unprintable
from milestones.services.invitations import (
    DAYS,
    invite,
    keep_who_had_a_way_in,
    mail_invitation,
    may_be_invited,
    path_of_invitation,
)
from milestones.services.rights import administers, may_give
from milestones.services.tokens import (
    DEFAULT_DAYS,
    LONGEST_DAYS,
    issue_token,
    read_scope,
    refuse_too_many,
    revoke,
    tokens_of,
)

log = structlog.get_logger(__name__)
admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """Django's; whoever types another's password is kept, as is who was shown a link."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and obj.has_usable_password():
            keep_who_had_a_way_in(obj, by=request.user)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 # Django's word
        before = self.get_object(request, unquote(id))
        answer = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before and after and after.password != before.password and after.has_usable_password():
            keep_who_had_a_way_in(after, by=request.user)
        return answer


class MembershipForm(forms.ModelForm):
    """A role for an account that is there, or for somebody new."""

    invited = forms.CharField(
        label=gettext_lazy("somebody new"),
        required=False,
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("The name of an account to be made. You get a link with which its password is set."),
    )
    email = forms.EmailField(
        label=gettext_lazy("e-mail"),
        required=False,
        help_text=gettext_lazy("Of somebody new: the link is sent there too, if this site sends mail."),
    )
    author: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].required = False

    def _post_clean(self) -> None:
        super()._post_clean()
        held = self.instance
        if not self.errors and not may_give(self.author, held):
            log.warning("denied", action="give", model=held._meta.label, user=self.author.pk)
            at = "user" if held.user_id == self.author.pk else "plan"
            self.add_error(at, _("Nobody gives more than they hold there, or a role to themselves."))
            if held.pk:  # the page asks of it as it stands who may change it
                held.refresh_from_db()

    def clean_invited(self) -> str:
        return str(get_user_model().normalize_username(self.cleaned_data["invited"]))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        name = told.get("invited")
        if bool(told.get("user")) == bool(name):
            raise ValidationError(_("Choose an account, or name a new one."), code="whose")
        if name and get_user_model().objects.filter(username__iexact=name).exists():
            self.add_error("invited", _("There is an account of this name. Choose it above."))
        return told


@admin.register(Membership)
class MembershipAdmin(ExportedAdmin):
    form = MembershipForm
    list_display = ("user", "role", "plan", "pillar")
    list_filter = ("role", ("plan", PlanFilter))
    list_select_related = ("user", "plan", "pillar")
    search_fields = ("user__username",)
    actions = ("invite_again",)

    def _may(self, action: str, request: HttpRequest, obj: Membership | None = None) -> bool:
        """By Django's permission or by a role; a role that is there as far as it might be given."""
        asked = getattr(super(), f"has_{action}_permission")
        is_any = (asked(request, obj) if obj else asked(request)) or administers(request.user, obj)
        return is_any and (obj is None or action == "view" or may_give(request.user, obj))

    has_module_permission = partialmethod(_may, "module")
    has_add_permission = partialmethod(_may, "add")
    has_view_permission = partialmethod(_may, "view")
    has_change_permission = partialmethod(_may, "change")
    has_delete_permission = partialmethod(_may, "delete")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Of plans that the user sees: a form would leave out another, and saving it would give the role everywhere."""
        seen = Q(plan=None) | Q(plan__in=Plan.objects.visible_to(request.user))
        rows = super().get_queryset(request).filter(seen)
        if super().has_view_permission(request):
            return rows
        return rows.filter(pk__in=[held.pk for held in rows if administers(request.user, held)])

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("plan", "pillar"):
            kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return type("MembershipForm", (super().get_form(request, *args, **kwargs),), {"author": request.user})

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        return ("user", *(("invited", "email") if obj is None else ()), "role", "plan", "pillar")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """In the chosen plan: without one a role is given everywhere, which few may."""
        return {"plan": chosen_plan(request), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        name = form.cleaned_data.get("invited")
        if name:
            obj.user = invite(name, form.cleaned_data["email"])
        super().save_model(request, obj, form, change)
        if name:
            self._show_link(request, obj.user)

    @admin.action(permissions=["add"], description=gettext_lazy("Invite again: a new link"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Show links for those who have set no password yet."""
        for user in {membership.user for membership in queryset}:
            holds_more = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
            is_given = all(may_give(request.user, held) for held in user.memberships.select_related("pillar"))
            if may_be_invited(user) and (request.user.is_superuser or (is_given and not holds_more)):
                self._show_link(request, user)
            else:
                words = _("“%(name)s” has a password already, or holds more than you may give.") % {"name": user}
                self.message_user(request, words, messages.WARNING)

    def _show_link(self, request: HttpRequest, user: Any) -> None:
        link = request.build_absolute_uri(path_of_invitation(user, by=request.user))
        words = _("The link for “%(name)s”, shown only now, good for once and for %(days)s days:")
        told = words % {"name": user, "days": DAYS}
        self.message_user(request, format_html('{} <code dir="ltr">{}</code>', told, link), messages.WARNING)
        try:  # that it cannot be sent undoes nothing
            if mail_invitation(user, link):
                self.message_user(request, _("It was sent to %(email)s too.") % {"email": user.email})
        except OSError:  # of the network, or smtplib's own
            words = _("It could not be sent to %(email)s: the mail server does not take it.")
            self.message_user(request, words % {"email": user.email}, messages.ERROR)


class TokenForm(forms.ModelForm):
    """What a new token is called, may, and how long it lasts."""

    words = forms.CharField(
        label=gettext_lazy("scope"),
        initial="read",
        help_text=gettext_lazy(
            "read: what is published; restricted: what is restricted too; write, write:PLAN or write:PLAN/PILLAR: to "
            "write there, as far as your account may. Several, with spaces between them."
        ),
    )
    days = forms.IntegerField(
        label=gettext_lazy("days"),
        initial=DEFAULT_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=gettext_lazy("After so many days it is worth nothing."),
    )
    account = forms.ModelChoiceField(
        label=gettext_lazy("account"),
        queryset=get_user_model().objects.filter(is_active=True).order_by("username"),
        required=False,
        help_text=gettext_lazy("Whose token it is; your own if left empty."),
    )
    author: Any = None

    class Meta:
        model = TokenGrant
        fields = ("name",)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        for breach in unprintable("name", name):
            raise ValidationError(breach.message, code=breach.code)
        return name

    def clean_words(self) -> Any:
        return read_scope(self.cleaned_data["words"].split(), user=self.author)

    def clean(self) -> dict[str, Any]:
        refuse_too_many(self.cleaned_data.get("account") or self.author)
        return self.cleaned_data


@admin.register(TokenGrant)
class TokenGrantAdmin(ReadOnly):
    """Issued, seen and revoked; a token is shown once, and never changed."""

    form = TokenForm
    list_display = ("name", "account", "told_scope", "expires", "last_used_at")
    account = shown_as(gettext_lazy("account"), lambda grant: grant.token.user.get_username(), "token__user__username")
    told_scope = shown_as(gettext_lazy("scope"), lambda grant: " ".join(grant.scope))
    expires = shown_as(gettext_lazy("expires"), lambda grant: notation.instant(grant.token.expiry), "token__expiry")
    search_fields = ("name", "token__user__username")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return tokens_of(request.user)

    def _is_for_staff(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_staff)

    has_module_permission = has_view_permission = has_add_permission = has_delete_permission = _is_for_staff

    def get_fields(self, request: HttpRequest, obj: TokenGrant | None = None) -> Any:
        asked = ("name", "words", "days", *(("account",) if request.user.is_superuser else ()))
        return asked if obj is None else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: TokenGrant | None = None) -> Any:
        return () if obj is None else self.list_display

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        omitted = {} if request.user.is_superuser else {"account": None}
        return type("TokenForm", (TokenForm,), {"author": request.user, **omitted})

    def save_model(self, request: HttpRequest, obj: TokenGrant, form: Any, change: bool) -> None:
        told = form.cleaned_data
        user = told.get("account") or request.user
        grant, token = issue_token(user, name=told["name"], scope=told["words"], days=told["days"])
        obj.pk, obj.token_id = grant.pk, grant.token_id
        words = _("The token, shown only now: %(token)s")
        self.message_user(request, words % {"token": token}, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: TokenGrant) -> None:
        revoke([obj])

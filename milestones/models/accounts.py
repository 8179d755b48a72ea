"""Accounts at work: who has which role where, what a token may, what was answered, and what waits for review."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain
from typing import Any, Self, cast

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.lettering import isolated
from milestones.models import columns
from milestones.models.parts import called, in_database
from milestones.models.plans import Pillar, Plan
from milestones.models.publication import Publication


class Role(models.TextChoices):
    """What somebody is for a plan."""

    VIEWER = "viewer", _("viewer of what is restricted")
    CONTRIBUTOR = "contributor", _("contributor: adds records")
    VERIFIER = "verifier", _("verifier: adds, verifies and retracts records")
    EDITOR = "editor", _("editor: changes the structure")
    PUBLISHER = "publisher", _("publisher: decides what is public")
    ADMINISTRATOR = "administrator", _("administrator: all of these")


@called(_("membership"), _("memberships"))
class Membership(models.Model):
    """One row says that an account has a role in a pillar of a plan, in a whole plan, or everywhere."""

    user = columns.part(
        settings.AUTH_USER_MODEL, _("account"), _("Whose role it is."), "memberships", on_delete=models.CASCADE
    )
    role = columns.word(_("role"), Role.choices, _("What the account may do there."), length=15)
    plan = columns.optional_part(
        Plan, _("plan"), _("Where; empty for every plan."), "memberships", on_delete=models.CASCADE
    )
    pillar = columns.optional_part(
        Pillar, _("pillar"), _("In which pillar; empty for all of the plan."), "+", on_delete=models.CASCADE
    )

    class Meta:
        ordering = ("user_id", "role", "id")

    def __str__(self) -> str:
        where = ", ".join(isolated(part) for part in (self.plan, self.pillar) if part)
        return f"{isolated(self.user)}: {self.get_role_display()} ({where or '*'})"

    def clean(self) -> None:
        if self.pillar is not None and self.pillar.plan_id != self.plan_id:
            sentence = _("This pillar is one of another plan. Choose its plan too.")
            raise ValidationError({"pillar": sentence}, code="other_plan")


@called(_("invitation"), _("invitations"), "{account} ({by})")
@in_database(models.UniqueConstraint(fields=["account", "by"], name="invitation_once_by_each"))
class Invitation(models.Model):
    """One row says that somebody was shown the link by which an account's first password is set."""

    account = columns.part(
        settings.AUTH_USER_MODEL, _("account"), _("Whose password the link sets."), "+", on_delete=models.CASCADE
    )
    by = columns.part(
        settings.AUTH_USER_MODEL, _("by"), _("Whose account was shown the link."), "+", on_delete=models.CASCADE
    )

    @classmethod
    def one_hand(cls, user: Any) -> frozenset[int]:
        """The accounts that may be in the hand of one person: the user's, who invited it, and whom it invited."""
        key = getattr(user, "pk", None)
        if key is None:
            return frozenset()
        if not hasattr(user, "_one_hand"):
            pairs = cls.objects.filter(models.Q(account=key) | models.Q(by=key)).values_list("account", "by")
            user._one_hand = frozenset({key, *chain(*pairs)})
        return cast("frozenset[int]", user._one_hand)


@called(_("API token"), _("API tokens"), "{name}")
class TokenGrant(models.Model):
    """One row is what a token may do in its account's name; the token itself is kept as a digest, by Knox."""

    token = models.OneToOneField(
        "knox.AuthToken",
        on_delete=models.CASCADE,
        related_name="grant",
        verbose_name=_("token"),
        help_text=_("The token, as its digest."),
    )
    name = columns.name(_("What it is used for."))
    scope = columns.data(_("scope"), _("The words that say what it may do."))
    last_used_at = columns.optional_instant(_("last used"), _("When it was last used, to ten minutes."))

    class Meta:
        ordering = ("-token__created",)


@called(_("repeatable answer"), _("repeatable answers"), "{key}")
@in_database(models.UniqueConstraint(fields=["who", "key"], name="repeatable_answer_once_a_key"))
class RepeatableAnswer(models.Model):
    """One row is what a request with an `Idempotency-Key` was answered, kept for a day."""

    who = models.CharField(_("who"), max_length=150, help_text=_("Whose key it is: a token's, or an account's."))
    key = columns.line(_("key"), _("The Idempotency-Key that was sent."))
    request = models.CharField(
        _("request"), max_length=64, help_text=_("SHA-256 of the method, the address and the body.")
    )
    at = models.DateTimeField(_("at"), help_text=_("When it was answered."), db_index=True)
    answer = columns.data(_("answer"), _("Its status, headers and body."))


@called(_("submission"), _("submissions"), "{kind} {key}")
class Submission(models.Model):
    """One row says that a draft was submitted for review and, where it was, that it was sent back with remarks."""

    plan = columns.part(Plan, _("plan"), _("Whose draft it is."), "submissions", on_delete=models.CASCADE)
    kind = columns.code(_("kind"), _("The draft's model."))
    key = columns.large(_("key"), _("The draft's primary key."))
    who = columns.optional_part(
        settings.AUTH_USER_MODEL, _("who"), _("Whose account submitted it."), on_delete=models.SET_NULL
    )
    at = models.DateTimeField(_("at"), help_text=_("When it was submitted."))
    sent_back_by = columns.optional_part(
        settings.AUTH_USER_MODEL, _("sent back by"), _("Whose account sent it back."), on_delete=models.SET_NULL
    )
    sent_back_at = columns.optional_instant(_("sent back at"), _("When it was sent back; empty while it waits."))
    remarks = columns.long_text(_("remarks"), _("What is to be mended."))
    closed_at = columns.optional_instant(
        _("closed at"), _("When the draft was published or taken back, which ended its review.")
    )

    class Meta:
        ordering = ("pk",)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a publisher."""
        return self.sent_back_at is None and self.closed_at is None

    @classmethod
    def close(cls, row: Any, *, at: datetime) -> None:
        """End the review of a row that is a draft no more, or was taken back."""
        if row.publication != Publication.DRAFT or getattr(row, "retracted_at", None):
            cls.objects.filter(kind=row._meta.label, key=row.pk, closed_at=None).update(closed_at=at)

    @classmethod
    def close_ended(cls, plan_id: int | None, *, at: datetime) -> None:
        """End the reviews of a plan's rows that are drafts no more, or were taken back, by whatever way."""
        waiting = cls.objects.filter(plan=plan_id, closed_at=None)
        known = {model._meta.label: model for model in apps.get_models()}  # an app may be installed no more
        for kind in known.keys() & set(waiting.order_by().values_list("kind", flat=True)):
            model = known[kind]
            ended = ~models.Q(publication=Publication.DRAFT)
            if hasattr(model, "retracted_at"):
                ended |= models.Q(retracted_at__isnull=False)
            waiting.filter(kind=kind, key__in=model._default_manager.filter(ended).values("pk")).update(closed_at=at)

    @classmethod
    def latest(cls, plans: Collection[int | None]) -> dict[tuple[str, int], Self]:
        """The last submission of each draft of the plans whose review has not ended, by its model and key."""
        return {(known.kind, known.key): known for known in cls.objects.filter(plan__in=plans, closed_at=None)}

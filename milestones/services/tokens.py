"""Tokens of the API: made for an account, cut to a scope, kept as a digest, shown once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken

from milestones.loading.stored import ALL
from milestones.models import Pillar, Plan, TokenGrant
from milestones.models.publication import VIEW_DRAFT, VIEW_RESTRICTED
from milestones.services.rights import Place

READ, RESTRICTED, WRITE = "read", "restricted", "write"
WORD = re.compile(r"read|restricted|write(:[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?)?")
LONGEST_DAYS = 366
LIMITS: Any = settings.REST_KNOX
DEFAULT_DAYS: int = LIMITS["TOKEN_TTL"].days
LAST_USE = timedelta(minutes=10)
"""So exactly it is kept when a token was last used: each time would be a write for every read."""


@dataclass(frozen=True)
class Scope:
    """What a token may of what its account may, in words.

    `read`: what is published. `restricted`: what is restricted too. `write`, `write:PLAN`, `write:PLAN/PILLAR`: to
    write everywhere, in a plan or in a pillar of it, and to read drafts.
    """

    words: frozenset[str]

    @property
    def writes(self) -> bool:
        """Whether it may write anywhere."""
        return any(word.startswith(WRITE) for word in self.words)

    def allows(self, permission: str) -> bool:
        """Whether a permission of the account is one of the token's, in some place."""
        if permission == VIEW_RESTRICTED:
            return RESTRICTED in self.words
        if permission != VIEW_DRAFT and permission.partition(".")[2].startswith("view_"):
            return True
        return self.writes

    def covers(self, place: Place) -> bool:
        """Whether it may write there."""
        return WRITE in self.words or any(
            plan == place.plan_id and pillar in (None, place.pillar) for plan, pillar in self._places
        )

    @cached_property
    def _places(self) -> list[tuple[int, str | None]]:
        named = [word.partition(":")[2].partition("/") for word in self.words if ":" in word]
        plans = dict(Plan.objects.filter(slug__in=[plan for plan, _, _ in named]).values_list("slug", "pk"))
        return [(plans[plan], pillar or None) for plan, _, pillar in named if plan in plans]


def read_scope(words: Iterable[str], *, user: Any = ALL) -> Scope:
    """The scope of these words; raises ValidationError, naming the first that is none or unseen."""
    told = sorted({word for word in words if word})
    for word in told:
        if not WORD.fullmatch(word):
            sentence = _("“%(word)s” is no scope. Choose from read, restricted, write, write:PLAN, write:PLAN/PILLAR.")
            raise ValidationError(sentence, "scope", {"word": word})
        _refuse_unknown(word, user)
    return Scope(frozenset(told) or frozenset({READ}))


def _refuse_unknown(word: str, user: Any) -> None:
    plan, _slash, pillar = word.partition(":")[2].partition("/")
    rows: Any = Pillar.objects.filter(slug=pillar, plan__slug=plan) if pillar else Plan.objects.filter(slug=plan)
    if plan and not (rows if user is ALL else rows.visible_to(user)).exists():
        raise ValidationError(_("“%(word)s” names no plan, or no pillar of it."), "scope", {"word": word})


def refuse_too_many(user: Any) -> None:
    """Raise ValidationError where the account has as many tokens as it may."""
    most = LIMITS["TOKEN_LIMIT_PER_USER"]
    if AuthToken.objects.filter(user=user, expiry__gt=timezone.now()).count() >= most:
        sentence = _("An account has at most %(most)s tokens. Revoke one first.")
        raise ValidationError(sentence, "too_many", {"most": most})


@transaction.atomic
def issue_token(user: Any, *, name: str, scope: Scope, days: int) -> tuple[TokenGrant, str]:
    """A new token for an account, of so many days; the token itself is told here and never again.

    Raises ValidationError where the account has as many as it may.
    """
    refuse_too_many(user)
    token, text = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
    grant = TokenGrant.objects.create(token=token, name=name, scope=sorted(scope.words))
    return grant, text


def revoke(grants: Iterable[TokenGrant]) -> None:
    """Let the tokens be no more."""
    AuthToken.objects.filter(pk__in=[grant.token_id for grant in grants]).delete()


def tokens_of(user: Any) -> QuerySet[TokenGrant]:
    """The tokens that an account may see: an administrator's are everybody's."""
    rows = TokenGrant.objects.select_related("token__user")
    return rows if user.is_superuser else rows.filter(token__user=user.pk)


def cut_to_scope(user: Any, token: AuthToken, *, now: datetime) -> None:
    """Let the account, as this request knows it, be allowed no more than the token; without a grant, what is public."""
    grant = TokenGrant.objects.filter(token=token).first()
    if grant is None:
        grant = TokenGrant(token=token, scope=[READ], last_used_at=now)
    used_long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USE)
    if grant.last_used_at is None or grant.last_used_at < now - LAST_USE:
        TokenGrant.objects.filter(used_long_ago, pk=grant.pk).update(last_used_at=now)
    scope, whole = Scope(frozenset(grant.scope)), user.has_perm
    user.scope = scope
    user.has_perm = lambda perm, obj=None: scope.allows(perm) and whole(perm, obj)

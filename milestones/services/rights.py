"""Who may do what where: a role by its group everywhere, by a membership in a plan or a pillar; asked here alone.

Django's permission on a model allows the action on all of its rows, as the admin has it. Whoever has none may by a role
what `RIGHTS` lists for it, and nothing else. A token's scope is cut from either.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from rules.permissions import add_perm
from rules.predicates import Predicate

from milestones.contingency.scales import Grade
from milestones.kinds.kind import plan_of
from milestones.loading.stored import Everyone
from milestones.models import (
    AppendOnly,
    Audience,
    GradedRecord,
    Indicator,
    Invitation,
    Membership,
    Milestone,
    Pillar,
    Plan,
    PlanEntry,
    Position,
    Publication,
    RecomputeMark,
    Role,
    Source,
    Waiver,
)
from milestones.models.publication import VIEW_DRAFT, VIEW_RESTRICTED, Published, Sight, memberships_of, plan_path
from milestones.models.records import Dated
from milestones.selectors.plans import Reader
from milestones.selectors.row_history import makers_of

Author = Reader | Everyone
"""Who writes; ALL may everything, and has no name."""

ADD_RECORD, VERIFY, RETRACT, CHANGE_STRUCTURE, PUBLISH = (
    f"milestones.{right}" for right in ("add_record", "verify", "retract", "change_structure", "publish")
)
WORK = (ADD_RECORD, VERIFY, RETRACT, CHANGE_STRUCTURE, PUBLISH)
GIVE_ROLES = "milestones.give_roles"
RIGHTS: Mapping[Role, tuple[str, ...]] = {
    Role.VIEWER: (VIEW_RESTRICTED,),
    Role.CONTRIBUTOR: (VIEW_DRAFT, ADD_RECORD),
    Role.VERIFIER: (VIEW_DRAFT, ADD_RECORD, VERIFY, RETRACT),
    Role.EDITOR: (VIEW_DRAFT, CHANGE_STRUCTURE),
    Role.PUBLISHER: (VIEW_DRAFT, PUBLISH),
    Role.ADMINISTRATOR: (VIEW_DRAFT, VIEW_RESTRICTED, *WORK, GIVE_ROLES),
}
"""What each role may: see in the plan where the role is held, in all of it, and do where it is held."""
OF_MODELS = {"retract": "change", "publish": "change", "verify": "change", "submit": "change"}
"""The permission on a model that allows what Django has no word for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: in its plan, in a pillar of it (its slug) or in none, and whose record it is."""

    plan_id: int | None
    pillar: str | None
    entered_by: int | None = None


def place_of(row: Model) -> Place:
    """Where a row, saved or not yet, stands."""
    entered_by = None if row._state.adding else getattr(row, "entered_by_id", None)
    return Place(plan_of(row), _pillar_of(row), entered_by)


def _pillar_of(row: Any) -> str | None:
    """The pillar that a row belongs to: of a pillar app's rows the app's, else its own or that of what it is about."""
    if row._meta.app_label != Plan._meta.app_label:
        return str(row._meta.app_label)
    if isinstance(row, Pillar):
        return row.slug
    if isinstance(row, Position):
        about = row.pillar or row.milestone
    elif isinstance(row, Milestone | Indicator):
        about = row.pillar
    else:
        model: type[Model] = type(row)
        about = getattr(row, plan_path(model).partition("__")[0], None)
    return None if about is None or isinstance(about, Plan | int) else _pillar_of(about)


def refuse_unless_allowed(
    user: Author, action: str, model: Any, rows: Iterable[Model] = (), *, changed: Collection[str] = ()
) -> None:
    """Raise PermissionDenied where the user may not add, change, delete, retract or publish such rows, or see these.

    `changed` are the columns of a change, where it is known which.
    """
    rows = list(rows)
    if not (action == "delete" or may_somewhere(user, action, model, changed=changed)) or not all(
        is_allowed(user, action, row, changed=changed) for row in rows
    ):
        refuse()
    keys = {row.pk for row in rows} - {None}
    seen = model._default_manager.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    if keys and keys - set(seen):
        raise PermissionDenied


def refuse_unless_all(user: Author, action: str, rows: Iterable[Model]) -> None:
    """Raise PermissionDenied where the user may not do this to each of the rows, which may be of several models."""
    of_models: dict[type[Model], list[Model]] = {}
    for row in rows:
        of_models.setdefault(type(row), []).append(row)
    for model, of_model in of_models.items():
        refuse_unless_allowed(user, action, model, of_model)


def may_somewhere(user: Author, action: str, model: Any, *, changed: Collection[str] = ()) -> bool:
    """Whether there may be such rows with which the user may do this."""
    rights = (*_rights_of(action, model), *((PUBLISH,) if changed else ()))
    return user is not None and (user.has_perm(_permission(action, model)) or any(map(user.has_perm, rights)))


_ACCOUNTS = ("add_user", "change_user", "change_group")
GIVING = ("milestones.add_membership", "milestones.change_membership", *(f"auth.{what}" for what in _ACCOUNTS))
"""What gives rights, and so is worth as much as any of them."""


def does_more_than_add(user: Any) -> bool:
    """Whether the user verifies, changes the structure or publishes anywhere, or gives rights to accounts."""
    return any(map(user.has_perm, (VERIFY, CHANGE_STRUCTURE, PUBLISH, GIVE_ROLES, *GIVING)))


def refuse() -> NoReturn:
    """Raise PermissionDenied, and say so."""
    raise PermissionDenied(_("Your role, or your token's scope, does not allow this here."))


def is_allowed(user: Author, action: str, row: Any, *, changed: Collection[str] = ()) -> bool:
    """Whether the user may do this to the row as it now is; `changed` are the columns of a change."""
    if user is None or isinstance(user, Everyone):
        return user is not None
    scope, has_all = getattr(user, "scope", None), user.has_perm(_permission(action, type(row)))
    if has_all and scope is None:
        return True
    place = place_of(row)
    if scope is not None and not scope.covers(place):
        return False
    if has_all:
        return True
    if action == "delete":
        return is_allowed(user, "add", row) and never_counted(row) and _makers(row) == {user.pk}
    at_place: Any = place  # Django's types know of rows alone
    needed = _needed(action, row, frozenset(changed))
    return all(any(user.has_perm(right, at_place) for right in either) for either in needed)


def _permission(action: str, model: Any) -> str:
    return f"{model._meta.app_label}.{OF_MODELS.get(action, action)}_{model._meta.model_name}"


def _rights_of(action: str, model: Any) -> tuple[str, ...]:
    """The rights of which one allows the action, on a row that nobody sees but those who work on it."""
    if action in ("publish", "verify"):
        return (PUBLISH,) if action == "publish" else (VERIFY,)
    if issubclass(model, AppendOnly):
        return {"add": (ADD_RECORD,), "submit": (ADD_RECORD,), "retract": (RETRACT,)}.get(action, ())
    if action == "delete" or (model is Plan and action not in ("change", "submit")):
        return ()
    # Who adds a record names what it rests on.
    return (CHANGE_STRUCTURE, ADD_RECORD) if model is Source and action == "add" else (CHANGE_STRUCTURE,)


def _needed(action: str, row: Any, changed: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """The rights that it takes, one of each; who says when a record was learned is an administrator of it."""
    if action == "backdate":
        yield from ((right,) for right in WORK)
        return
    of_publication = changed & {"publication", "embargoed_until"}
    if action != "change" or changed - of_publication or not changed:
        yield _rights_of(action, type(row))
    if action == "change" and of_publication:
        yield (PUBLISH,)
    if action == "add":
        if is_public(row):
            yield (PUBLISH,)
        if getattr(row, "verification", None) == Grade.VERIFIED and isinstance(row, GradedRecord):
            yield ()  # no role's: another raises the grade, by `raising`


def never_counted(row: Any) -> bool:
    """Whether the row is a draft, and nobody but those who see drafts saw it at any revision."""
    if row.pk is None or getattr(row, "publication", Publication.DRAFT) != Publication.DRAFT:
        return False
    rows: Any = type(row)._default_manager.filter(pk=row.pk)
    entries = PlanEntry.objects.filter(kind=row._meta.label_lower, key=row.pk)
    seen = Audience.RESTRICTED.publications
    return not (rows.within(seen).exists() or entries.within(seen).exists())


def _makers(row: Any) -> set[int | None]:
    """The keys of the accounts that entered the row: of a record it says so, of structure its first revision."""
    if isinstance(row, Dated):
        return {row.entered_by_id}
    kind, key = row._meta.label_lower, row.pk
    known = makers_of(plan_of(row) or 0, {(kind, key)})
    if not known:  # it waits to be taken up
        return set(RecomputeMark.objects.filter(model=kind, key=key).values_list("who", flat=True))
    return set(known[kind, key])


def is_public(row: Any) -> bool:
    """Whether a row would be more than a draft: of a record without a publication, whether what it is about is."""
    if isinstance(row, Published):
        return bool(row.publication != Publication.DRAFT)
    return isinstance(row, AppendOnly) and is_about_public(row)


def is_about_public(row: Any) -> bool:
    """Whether what a record is about is more than a draft, or what that stands in."""
    about = getattr(row, row.hangs_on[0], None)
    while about is not None and not isinstance(about, Published | AppendOnly):
        about = getattr(about, about.hangs_on[0], None)
    return is_public(about)


def is_alone(user: Author, row: Any) -> bool:
    """Whether the row is a waiver that would be more than a draft, and no hand but its author's has part in it."""
    is_shown = isinstance(row, Waiver) and is_public(row) and user is not Everyone.ALL
    return is_shown and (row._state.adding or has_part(user, row.entered_by_id))


def has_part(user: Author, entered_by: int | None) -> bool:
    """Whether what this account entered is the user's own, or that of who invited him, or whom he invited."""
    return entered_by is not None and entered_by in Invitation.one_hand(user)


def _covers(held: Membership, place: Place | None) -> bool:
    if place is None or held.plan_id is None:
        return True
    return held.plan_id == place.plan_id and (held.pillar is None or held.pillar.slug == place.pillar)


def _shows(held: Membership, sight: Sight | None) -> bool:
    """A role in a pillar shows its whole plan, whose statuses follow from one another."""
    return sight is None or held.plan_id in (None, sight.plan_id)


def _holds(right: str, covers: Callable[[Membership, Any], bool] = _covers) -> Any:
    """The predicate that somebody holds a role with the right: at a place, or (without one) anywhere."""

    def holds(user: Any, place: Any = None) -> bool:
        if place is not None and right in user.get_all_permissions():
            return True  # by a group, everywhere
        return any(right in RIGHTS[Role(held.role)] and covers(held, place) for held in memberships_of(user))

    return Predicate(holds, name=f"holds_{right}")


def administers(user: Any, held: Membership | None = None) -> bool:
    """Whether the user gives roles: where this one is held, or (of none) anywhere."""
    return bool(user.has_perm(GIVE_ROLES, held and _place_of_role(held)))


def _place_of_role(held: Membership) -> Any:  # Django's types know of rows alone
    return Place(held.plan_id, held.pillar.slug if held.pillar else None)


def may_give(user: Any, held: Membership) -> bool:
    """Whether the user may give or take the role: never more than is held there, and none to oneself.

    Django's permission on memberships is worth any role but an administrator's.
    """
    if user.is_superuser:
        return True
    by_permission = held.role != Role.ADMINISTRATOR and any(map(user.has_perm, GIVING[:2]))
    is_held = administers(user, held) and all(
        user.has_perm(right, _place_of_role(held)) for right in RIGHTS[Role(held.role)]
    )
    return held.user_id != user.pk and (by_permission or is_held)


def reaches(user: Any, model: Any, row: Model | None = None) -> bool:
    """Whether the user works beside such rows, or the row: those of a pillar where a role is held, or of none there."""
    pillar = None if model._meta.app_label == Plan._meta.app_label else model._meta.app_label
    place = Place(None, pillar) if row is None else place_of(row)
    return any(
        (row is None or held.plan_id in (None, place.plan_id))
        and (place.pillar is None or held.pillar is None or held.pillar.slug == place.pillar)
        for held in memberships_of(user)
    )


def in_reach(rows: Any, user: Any) -> Any:
    """Of these rows those that the user reaches; all of them with a permission on the model."""
    model: Any = rows.model
    if any(user.has_perm(_permission(action, model)) for action in ("view", "change")):
        return rows
    held = memberships_of(user)
    if any(role.plan_id is None for role in held):
        return rows
    reached = (_reached(model, role) for role in held)
    return rows.filter(reduce(or_, reached, Q(pk__in=())))


def _reached(model: Any, held: Membership) -> Q:
    *steps, plan = plan_path(model).split("__")
    of_plan = Q(**{"__".join((*steps, plan)): held.plan_id})
    if held.pillar is None:
        return of_plan
    if model._meta.app_label != Plan._meta.app_label:
        return of_plan if model._meta.app_label == held.pillar.slug else Q(pk__in=())
    if model is Pillar:
        return Q(pk=held.pillar.pk)
    if model is Position:
        of_milestone = Q(milestone=None) | Q(milestone__pillar=held.pillar)
        return of_plan & (Q(pillar=held.pillar) | Q(pillar=None) & of_milestone)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return Q(**{"__".join((*steps, "pillar")): held.pillar}) if model in (Milestone, Indicator) else of_plan


def _is_own(user: Any, place: Place | None = None) -> bool:
    """Whether the user entered the record; without one, whether there may be such."""
    return place is None or (place.entered_by is not None and place.entered_by == user.pk)


def _is_anothers(user: Any, place: Place | None = None) -> bool:
    """Whether it is a record that the user had no part in before."""
    return place is None or not has_part(user, place.entered_by)


for _right in (VIEW_RESTRICTED, VIEW_DRAFT):
    add_perm(_right, _holds(_right, _shows))  # type: ignore[no-untyped-call]
for _right in (ADD_RECORD, CHANGE_STRUCTURE, PUBLISH, GIVE_ROLES):
    add_perm(_right, _holds(_right))  # type: ignore[no-untyped-call]
add_perm(VERIFY, _holds(VERIFY) & Predicate(_is_anothers))  # type: ignore[no-untyped-call]
add_perm(RETRACT, _holds(RETRACT) | (_holds(ADD_RECORD) & Predicate(_is_own)))  # type: ignore[no-untyped-call]

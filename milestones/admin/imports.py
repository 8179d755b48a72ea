"""Files of rows brought in: sent, their columns mapped, checked row by row, brought in all or none, taken back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from milestones.admin.base import answer, list_address, page_of
from milestones.admin.lists import PlanFilter, sees_everything
from milestones.admin.reasons import reason_of
from milestones.admin.workings import ReadOnly
from milestones.chosen import chosen_plan
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.limits import NAME_LENGTH, REASON_LENGTH, is_key
from milestones.models import Import, Plan
from milestones.planfile.faults import UNPRINTABLE
from milestones.services.importing import begin, kind_named, progress, read_anew, receive, take_back
from milestones.services.mapping import targets_of
from milestones.services.rights import may_somewhere, refuse, refuse_unless_allowed
from milestones.services.saving import FEW
from milestones.tables.reading import ENCODINGS, Unreadable
from milestones.tables.spelling import DAYS, NUMBERS
from milestones.tasks import enqueue_import, work_on_import

TEXTUAL = ("csv", "tsv", "txt")
LATER_SECONDS = 2
"""A page of what is being worked on asks again after so long."""


class FileForm(forms.Form):
    """A file of rows, whose they are and where they go."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("plan"), to_field_name="slug")
    kind = forms.ChoiceField(label=gettext_lazy("kind"))
    publisher = forms.CharField(
        label=gettext_lazy("publisher"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Who publishes such files. How their columns are read is remembered for the next."),
    )
    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy("CSV, XLSX or JSON, with a line of names. You see what each row does before it counts."),
    )

    def __init__(self, *args: Any, user: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["plan"].queryset = Plan.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.model._meta.label_lower, str(kind.model._meta.verbose_name_plural)) for kind in kinds
        ]

    def clean(self) -> dict[str, Any]:
        """With the import that was made of the file."""
        told = self.cleaned_data
        kind = kind_named(told.get("kind", ""))
        if kind is not None and "plan" in told and "file" in told:
            try:
                file, publisher = told["file"], told.get("publisher", "")
                self.sent = receive(kind, told["plan"], file.name, file.read(), user=self.user, publisher=publisher)
            except Unreadable as refused:
                raise ValidationError({"file": refused.breach.message}, code=refused.breach.code) from refused
        return told


@admin.register(Import)
class ImportAdmin(ReadOnly):
    """Own imports, and everybody's for those from whom nothing is hidden."""

    list_display = ("file_name", "rows_of", "plan", "who", "at", "stage")
    list_filter = (("plan", PlanFilter), "stage")
    list_select_related = ("plan", "who")
    search_fields = ("file_name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: QuerySet = super().get_queryset(request).defer("content", "outcome", "keys")
        return rows if sees_everything(request.user) else rows.filter(who=request.user.pk)

    def _may_bring_in(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(_kinds_for(request.user))

    has_module_permission = has_view_permission = has_add_permission = _may_bring_in

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def rows_of(self, sent: Import) -> str:
        kind = kind_named(sent.kind)
        return str(kind.model._meta.verbose_name_plural) if kind else sent.kind

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form that sends a file."""
        kinds = _kinds_for(request.user)
        if not kinds:
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"plan": chosen_plan(request)} | request.GET.dict()
        form = FileForm(*sent, user=request.user, kinds=kinds, initial=initial)
        if sent and form.is_valid():
            return HttpResponseRedirect(page_of(form.sent))
        return answer(self, request, "admin/milestones/import_file.html", {"title": _("Import"), "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The import as far as it has come, and its next step."""
        sent = self.get_queryset(request).filter(pk=object_id).first() if is_key(object_id) else None
        kind = kind_named(sent.kind) if sent else None
        if sent is None or kind is None:
            raise Http404
        if request.method == "POST":
            refuse_unless_allowed(request.user, "add", kind.model)
            self._step(request, sent, kind)
            return HttpResponseRedirect(f"{page_of(sent)}#outcome")
        response = answer(self, request, "admin/milestones/import.html", _context(sent, kind))
        if sent.stage == Import.Stage.WORKING:
            response.headers["Refresh"] = str(LATER_SECONDS)
        return response

    def _step(self, request: HttpRequest, sent: Import, kind: Kind) -> None:
        step = request.POST.get("step")
        if step == "retract" and sent.stage == Import.Stage.DONE:
            outcome = take_back(sent, request.POST.get("reason", ""), user=request.user)
            for fault in outcome.faults:
                self.message_user(request, fault.message, messages.ERROR)
            return
        if step not in ("check", "bring_in", "read") or sent.content is None:
            return
        if sent.who != request.user:  # its rows are entered in the name, and with the rights, of who sent it
            refuse()
        if step == "read" and sent.stage != Import.Stage.WORKING:
            encoding = request.POST.get("encoding", "")
            try:
                read_anew(sent, kind, encoding if encoding in ENCODINGS else "")
            except Unreadable as refused:
                self.message_user(request, refused.breach.message, messages.ERROR)
            return
        if not begin(sent, _mapping(request.POST, sent, kind) if step == "check" else sent.mapping, reason_of(request)):
            return
        if sent.outcome.get("count", 0) > FEW:
            enqueue_import(sent.pk, step, get_language())
        else:
            work_on_import(sent.pk, step, get_language() or "")


def _kinds_for(user: Any) -> list[Kind]:
    """The kinds of which the user may bring rows in."""
    return [kind for kind in every_kind() if kind.is_imported and may_somewhere(user, "add", kind.model)]


def _mapping(told: Any, sent: Import, kind: Kind) -> dict[str, Any]:
    """What the form says of the columns, as far as the file has them."""
    names = [target.name for target in targets_of(kind)]
    typed = {name: UNPRINTABLE.sub("", told.get(f"constant-{name}", "")).strip() for name in names}
    return {
        "columns": {name: column for name in names if (column := told.get(f"column-{name}")) in sent.headers},
        "constants": {name: text for name, text in typed.items() if text},
        "numbers": told.get("numbers") if told.get("numbers") in NUMBERS else "",
        "days": told.get("days") if told.get("days") in DAYS else "",
        "leave_out": "leave_out" in told,
        "encoding": sent.mapping.get("encoding", ""),
    }


def _context(sent: Import, kind: Kind) -> dict[str, Any]:
    columns, constants = sent.mapping.get("columns", {}), sent.mapping.get("constants", {})
    told = sent.outcome.get("told", {}).get(get_language(), sent.outcome)  # in which earlier versions told it
    is_read, done = progress(sent)
    fields = [(target, columns.get(target.name), constants.get(target.name, "")) for target in targets_of(kind)]
    return {
        "title": sent.file_name,
        "sent": sent,
        "told": told,
        "kind_name": kind.model._meta.verbose_name_plural,
        "fields": fields,
        "unused": [name for name in sent.headers if name not in columns.values()],
        "samples": list(zip(sent.headers, zip(*sent.outcome.get("first", ()), strict=True), strict=False)),
        "numbers": NUMBERS.items(),
        "days": DAYS.items(),
        "encodings": ENCODINGS.items() if sent.file_name.rpartition(".")[2].casefold() in TEXTUAL else (),
        "is_read": is_read,
        "done": done,
        "may_bring_in": sent.stage == Import.Stage.CHECKED
        and not sent.outcome.get("refused")
        and not told.get("whole")
        and sent.outcome.get("count", 0) > sent.outcome.get("left_out", 0),
        "list_address": list_address(kind.model, **{f"{kind.in_plan}__id__exact": sent.plan_id}),
        "most": REASON_LENGTH,
    }

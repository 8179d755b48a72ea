"""The closed lists of words that governance's rows are told in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BodyKind(models.TextChoices):
    """What a body is."""

    ADMINISTRATION = "administration", _("administration")
    BOARD = "board", pgettext_lazy("a body", "board")
    COMMITTEE = "committee", _("committee")
    OFFICE = "office", pgettext_lazy("a body", "office")
    POLICE = "police", _("police")
    FORCE = "force", pgettext_lazy("a body", "force")


class Vetting(models.TextChoices):
    """What came of the vetting of a seat's holder."""

    NOT_STATED = "not-stated", pgettext_lazy("vetting", "not stated")
    PENDING = "pending", pgettext_lazy("vetting", "pending")
    PASSED = "passed", pgettext_lazy("vetting", "passed")
    FAILED = "failed", pgettext_lazy("vetting", "failed")


class FunctionKind(models.TextChoices):
    """What is run: an affair of government, or a service to people."""

    CIVIL_FUNCTION = "civil-function", _("civil function")
    PUBLIC_SERVICE = "public-service", _("public service")


class RunBy(models.TextChoices):
    """Who runs a function."""

    PREVIOUS = "previous-authority", _("previous authority")
    TRANSITIONAL = "transitional", _("transitional body")
    TECHNOCRATIC = "technocratic", _("technocratic administration")
    NOBODY = "nobody", _("nobody")


class Stage(models.TextChoices):
    """How far the handover of a function has come."""

    NOT_BEGUN = "not-begun", _("not begun")
    OFFERED = "offered", pgettext_lazy("handover", "offered")
    AGREED = "agreed", pgettext_lazy("handover", "agreed")
    UNDER_WAY = "under-way", _("under way")
    DONE = "done", pgettext_lazy("handover", "done")


class Delivering(models.TextChoices):
    """Whether a service reaches people."""

    DELIVERING = "delivering", _("delivering")
    PARTLY = "partly", _("partly delivering")
    NOT_DELIVERING = "not-delivering", _("not delivering")


class BenchmarkKind(models.TextChoices):
    """What a benchmark is for."""

    OVERSIGHT = "oversight", _("oversight")
    REFORM = "reform", _("reform")


class Outcome(models.TextChoices):
    """What was found of a benchmark."""

    MET = "met", pgettext_lazy("benchmark", "met")
    PARTLY_MET = "partly-met", _("partly met")
    NOT_MET = "not-met", pgettext_lazy("benchmark", "not met")

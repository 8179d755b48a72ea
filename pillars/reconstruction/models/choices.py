"""The closed lists of words that reconstruction's rows are told in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measured(models.TextChoices):
    """What an assessment puts a figure to; the three are different things and are never added."""

    DAMAGE = "damage", _("damage")
    LOSSES = "losses", _("losses")
    NEEDS = "needs", _("needs")


class Horizon(models.TextChoices):
    """For how long the needs are: all of them, or those of a part of the time."""

    WHOLE = "whole", _("whole period")
    FIRST = "first", _("first months")
    SHORT = "short-term", _("short term")
    LATER = "later", _("medium to long term")


class ChannelKind(models.TextChoices):
    """What a channel of money is."""

    FUND = "fund", _("fund")
    ACCOUNT = "account", _("account")
    BILATERAL = "bilateral", _("bilateral")
    AGENCY = "agency", _("agency")


class Stage(models.TextChoices):
    """How far a sum has come; `due` is what was to be received by the day."""

    PLEDGE = "pledge", pgettext_lazy("stage of money", "pledged")
    DUE = "due", pgettext_lazy("stage of money", "due")
    COMMITMENT = "commitment", pgettext_lazy("stage of money", "committed")
    RECEIVED = "received", pgettext_lazy("stage of money", "received")
    DISBURSED = "disbursed", pgettext_lazy("stage of money", "disbursed")
    SPENT = "spent", pgettext_lazy("stage of money", "spent")


TRAIL = (Stage.PLEDGE, Stage.COMMITMENT, Stage.RECEIVED, Stage.DISBURSED, Stage.SPENT)
"""The money's way, in order."""


class Side(models.TextChoices):
    """Who says so: the donor, the channel, the project, or a third party, such as a newspaper."""

    DONOR = "donor", _("the donor")
    CHANNEL = "channel", _("the channel")
    PROJECT = "project", _("the project")
    OTHER = "other", _("a third party")


class StepKind(models.TextChoices):
    """What happened to a project; `planned` gives its dates, the first time and whenever they move."""

    PLANNED = "planned", pgettext_lazy("step of a project", "planned")
    STARTED = "started", pgettext_lazy("step of a project", "started")
    SUSPENDED = "suspended", pgettext_lazy("step of a project", "suspended")
    RESUMED = "resumed", pgettext_lazy("step of a project", "resumed")
    COMPLETED = "completed", pgettext_lazy("step of a project", "completed")
    CANCELLED = "cancelled", pgettext_lazy("step of a project", "cancelled")


class Unit(models.TextChoices):
    """What is built and counted."""

    HOMES = "homes", _("homes")
    BEDS = "hospital-beds", _("hospital beds")
    CLASSROOMS = "classrooms", _("classrooms")
    MEGAWATTS = "megawatts", _("megawatts")
    WATER = "cubic-metres-a-day", _("cubic metres a day")
    ROADS = "kilometres", _("kilometres")
    DEBRIS = "tonnes", _("tonnes")


class CountKind(models.TextChoices):
    """Whether units were planned or delivered."""

    PLANNED = "planned", pgettext_lazy("units", "planned")
    DELIVERED = "delivered", pgettext_lazy("units", "delivered")


class About(models.TextChoices):
    """What a finding is about."""

    RECEIVED = "received", _("paid against received")
    DELIVERED = "delivered", _("disbursed against delivered")
    CONTESTED = "contested", _("contested")


class State(models.TextChoices):
    """How far a finding is dealt with; the last two close it."""

    OPEN = "open", pgettext_lazy("state of a finding", "open")
    EXAMINED = "examined", pgettext_lazy("state of a finding", "being examined")
    EXPLAINED = "explained", pgettext_lazy("state of a finding", "explained")
    SETTLED = "settled", pgettext_lazy("state of a finding", "resolved")


CLOSED = frozenset({State.EXPLAINED, State.SETTLED})

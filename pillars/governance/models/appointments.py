"""Who holds a seat, and that nobody does."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, GradedRecord, called, columns, constrained, rule
from pillars.governance.models.bodies import Seat
from pillars.governance.models.choices import Vetting


class SeatRecord(GradedRecord):
    """What a seat is from a day on, until a later record says otherwise."""

    seat = columns.part(Seat, _("seat"), _("The seat it is about."), "%(class)s_records")

    class Meta(GradedRecord.Meta):
        abstract = True


@called(_("appointment"), _("appointments"))
@constrained(
    "appointment",
    rule(
        "appointment_until_not_before_date",
        Q(until__isnull=True) | Q(until__gte=F("date")),
        _("The last day in the seat lies before the first. Put it later."),
    ),
)
class Appointment(SeatRecord):
    """One row says that from its date on a seat is held, and by whom where that was made public."""

    holder = columns.line(
        _("holder"),
        _(
            "The holder's name as the source prints it, and nothing else about the person. Only where the "
            "appointment was public; else empty."
        ),
    )
    vetting = columns.word(
        _("vetting"),
        Vetting.choices,
        _("What came of the vetting. A later result is a new appointment of the same holder."),
        length=12,
        default=Vetting.NOT_STATED,
    )
    vetted_by = columns.optional_part(Actor, _("vetted by"), _("Whose vetting it was."), "vetted_appointments")
    until = columns.optional_day(
        _("until"), _("The last day in the seat, where it was stated; empty while it is open.")
    )

    hangs_on = ("seat", "vetted_by", "source")

    class Meta(SeatRecord.Meta):
        indexes = [
            # A seat's holders in order: the body's page, and who holds it on a day.
            models.Index(fields=["seat", "date"], name="appointment_by_seat")
        ]

    def __str__(self) -> str:
        holder = self.holder or gettext("name not public")
        return f"{self.seat}: {holder} ({self.date})"


@called(_("vacancy"), _("vacancies"))
@constrained("vacancy")
class Vacancy(SeatRecord):
    """One row says that from its date on nobody holds a seat."""

    hangs_on = ("seat", "source")

    class Meta(SeatRecord.Meta):
        indexes = [
            # A seat's vacancies in order, beside its appointments.
            models.Index(fields=["seat", "date"], name="vacancy_by_seat")
        ]

    def __str__(self) -> str:
        state = gettext("vacant")
        return f"{self.seat}: {state} ({self.date})"

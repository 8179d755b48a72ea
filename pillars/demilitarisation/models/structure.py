"""What tallies are counted by: categories, and those who count; and the lines to which forces pull back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, PlanPart, called, columns, in_database
from pillars.demilitarisation.models.choices import CategoryKind


@called(_("category of arms"), _("categories of arms"), prefix="armscategory", words="demil_armscategory")
class ArmsCategory(PlanPart):
    """One row is one category of arms or of infrastructure that is counted together."""

    texts = ("unit",)

    name = columns.name(_("What is counted, such as small arms."))
    kind = columns.word(
        _("kind"),
        CategoryKind.choices,
        _("Arms, or infrastructure such as tunnels and workshops."),
        length=20,
        default=CategoryKind.ARMS,
    )
    unit = columns.line(_("unit"), _("The unit of its counts, such as weapons."))
    definition = columns.long_text(_("definition"), _("What counts as one of them, by the agreement."))


@called(_("counting series"), _("counting series"), prefix="countingseries")
@in_database(
    models.UniqueConstraint(
        fields=["plan"],
        condition=Q(decides=True),
        name="demil_one_series_decides",
        violation_error_message=_("Another count of this plan decides already. Let one decide at most."),
    )
)
class CountingSeries(PlanPart):
    """One row is one way of counting: who counts, by which rule."""

    name = columns.name(_("Whose count it is."))
    actor = columns.optional_part(
        Actor, _("actor"), _("Who counts; empty where no actor of the plan does."), "counting_series"
    )
    definition = columns.long_text(_("definition"), _("The rule it counts by."))
    decides = columns.flag(
        _("decides"), _("Whether the agreement lets this count decide; measures read it unless they name another.")
    )


@called(_("pull-back line"), _("pull-back lines"), prefix="pullbackline")
class PullbackLine(PlanPart):
    """One row is one named line behind which forces stay or to which they pull back; no geometry is kept."""

    name = columns.name(_("What the line is called."))
    definition = columns.long_text(_("definition"), _("What the agreement says about it."))

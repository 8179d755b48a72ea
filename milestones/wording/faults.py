"""The findings about a plan's structure in the reader's language; the engine itself speaks English alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from milestones.contingency.findings import TEMPLATES, PlanFault


def fault_sentence(fault: PlanFault) -> str:
    """What is wrong, as a sentence without a full stop."""
    return _(TEMPLATES[fault.code]).format(**_in_words(fault.params))


def _in_words(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The params with the scales' words translated; names and figures stay as they are."""
    scales: dict[str, dict[str | int, str]] = {
        "before": {"start": _("start"), "intermediate": _("intermediate"), "completion": _("completion")},
        "reaches": {"minimum": _("minimum"), "intermediate": _("intermediate"), "complete": _("complete")},
        "found": {"neither": _("neither"), "both": _("both")},
    }
    return {name: scales.get(name, {}).get(value, value) for name, value in params.items()}

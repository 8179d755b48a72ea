"""The engine's findings in the reader's language."""

from string import Formatter

import polib
import pytest
from django.utils import translation

from milestones.contingency.findings import TEMPLATES, Place, PlanFault, Severity
from milestones.wording.columns import fault_sentence
from tools.messages import po_files

PARAMS = {
    "self_wait": {"milestone": "vote", "before": "completion", "reaches": "complete"},
    "bounds": {"found": "neither"},
}


def fault(code: str) -> PlanFault:
    """A finding of this code; each param that PARAMS does not give has its own name for a value."""
    names = {name for _, name, _, _ in Formatter().parse(TEMPLATES[code]) if name}
    params = {name: name.upper() for name in names} | PARAMS.get(code, {})
    return PlanFault(code, Severity.ERROR, Place("milestones", 0, "vote"), params)


def test_every_sentence_of_the_engine_is_collected_for_translation() -> None:
    for path in po_files()[:2]:
        assert set(TEMPLATES.values()) <= {entry.msgid for entry in polib.pofile(str(path))}


@pytest.mark.parametrize("code", TEMPLATES)
def test_in_english_a_finding_says_what_the_engine_says(code: str) -> None:
    with translation.override("en"):
        assert fault_sentence(fault(code)) == fault(code).message


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("code", TEMPLATES)
def test_a_translated_finding_keeps_its_names_and_figures(code: str, language: str) -> None:
    with translation.override(language):
        told = fault_sentence(fault(code))
    assert told != fault(code).message
    shown = [value for name, value in fault(code).params.items() if name not in ("before", "reaches", "found")]
    assert [value for value in shown if str(value) not in told] == []


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_scales_words_in_a_finding_are_translated(language: str) -> None:
    with translation.override(language):
        told = fault_sentence(fault("self_wait")) + fault_sentence(fault("bounds"))
    assert [word for word in ("completion", "complete", "neither") if word in told] == []

"""Reconstruction in the API: each kind as its model says, and what its records come to."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from lxml import etree
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from milestones.api.filters import same, word
from milestones.api.kinds import Special, routes
from milestones.api.parameters import ON
from milestones.api.problems import not_found
from milestones.api.views.base import ReadView
from milestones.registry import ApiRoute
from pillars.reconstruction import models
from pillars.reconstruction.api_standing import ComparisonView, MoneyView, ReconciliationView
from pillars.reconstruction.currencies import CURRENCIES
from pillars.reconstruction.iati.exporting import export_activities
from pillars.reconstruction.kinds import KINDS


class XmlForm(BaseRenderer):
    """A document that is XML already."""

    format, media_type = "xml", "application/xml"


class IatiView(ReadView):
    """The published appeals and projects as IATI activities, 2.03, as they stand on a day; alike for all."""

    operation, tag, summary = ("reconstruction_iati", "reconstruction", "Appeals and projects as IATI activities")
    parameters = (ON,)
    renderer_classes: Any = (XmlForm,)

    def _answered(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        self._begin(request)
        (fresh,), (state,) = self.plans, self.states
        made = state.revised_at or timezone.now()
        try:
            tree, _report = export_activities(
                state.plan, on=self.asked.get("on", fresh.today), generated=made.replace(microsecond=0)
            )
        except ValueError:
            raise not_found(kwargs["plan"], ()) from None
        body = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        response = HttpResponse(body, content_type=f"{XmlForm.media_type}; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{kwargs["plan"]}-iati.xml"'
        return response


CODES = same(sorted(CURRENCIES))
BY_CURRENCY = {"currency": word("currency", CODES, "In this currency.")}

ROUTES = (
    *routes(
        "reconstruction",
        KINDS,
        {
            models.Appeal: Special(filters=BY_CURRENCY),
            models.Estimate: Special(filters=BY_CURRENCY),
            models.Transaction: Special(filters=BY_CURRENCY, renamed={"side": "told_by"}),
            models.ExchangeRate: Special(filters=BY_CURRENCY | {"into": word("into", CODES, "Into this currency.")}),
        },
    ),
    ApiRoute("iati/<slug:plan>", IatiView),
    ApiRoute("money/<slug:plan>", MoneyView),
    ApiRoute("reconciliation/<slug:plan>", ReconciliationView),
    ApiRoute("comparisons/<slug:plan>", ComparisonView),
)
"""What the core mounts below the app's slug."""

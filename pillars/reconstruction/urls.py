"""Reconstruction's addresses."""

from milestones.views.showing import pillar_path
from pillars.reconstruction.pages import all_money_page
from pillars.reconstruction.pages.findings import finding_page
from pillars.reconstruction.pages.money import appeal_page, channel_page, donor_page
from pillars.reconstruction.pages.needs import needs_page
from pillars.reconstruction.pages.projects import project_page
from pillars.reconstruction.selectors import PILLAR

urlpatterns = [
    pillar_path(PILLAR, "money/", "money", all_money_page, is_below=False),
    pillar_path(PILLAR, "needs/", "needs", needs_page, asks=("one", "other")),
    pillar_path(PILLAR, "money/<slug:slug>/", "appeal", appeal_page),
    pillar_path(PILLAR, "donors/<slug:slug>/", "donor", donor_page),
    pillar_path(PILLAR, "channels/<slug:slug>/", "channel", channel_page),
    pillar_path(PILLAR, "projects/<slug:slug>/", "project", project_page),
    pillar_path(PILLAR, "findings/<slug:slug>/", "finding", finding_page),
]

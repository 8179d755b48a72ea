"""The addresses of demilitarisation's records."""

from milestones.views.showing import pillar_path
from pillars.demilitarisation.pages.records import kind_page, record_page
from pillars.demilitarisation.selectors import PILLAR

urlpatterns = [
    pillar_path(PILLAR, "<slug:kind>/", "kind", kind_page),
    pillar_path(PILLAR, "<slug:kind>/<int:pk>/", "record", record_page),
]

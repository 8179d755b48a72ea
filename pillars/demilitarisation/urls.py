"""The addresses of demilitarisation's records."""

from django.urls import path

from pillars.demilitarisation import views

urlpatterns = [
    path("plans/<slug:plan>/demilitarisation/<slug:kind>/", views.kind_page, name="demilitarisation-kind"),
    path(
        "plans/<slug:plan>/demilitarisation/<slug:kind>/<int:pk>/",
        views.record_page,
        name="demilitarisation-record",
    ),
]

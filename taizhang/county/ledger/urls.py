"""Addresses of every ledger's pages."""

from django.urls import include, path

from taizhang.county.ledger import attaching, editing, sight_views, views

urlpatterns = [
    path("<slug:slug>/", views.ledger_list, name="ledger_list"),
    path("<slug:slug>/new", editing.ledger_new, name="ledger_new"),
    path("<slug:slug>/<int:pk>/", views.ledger_detail, name="ledger_detail"),
    path("<slug:slug>/<int:pk>/edit", editing.ledger_edit, name="ledger_edit"),
    path("<slug:slug>/<int:pk>/void", editing.ledger_void, name="ledger_void"),
    path("<slug:slug>/<int:pk>/unmask", views.ledger_unmask, name="ledger_unmask"),
    path("<slug:slug>/<int:pk>/sightings", sight_views.ledger_sightings, name="ledger_sightings"),
    path("<slug:slug>/<int:pk>/attachments", attaching.ledger_attach, name="ledger_attach"),
    path("<slug:slug>/attachments/<int:pk>", attaching.attachment, name="attachment"),
    path("", include("taizhang.county.ledger.sheet_urls")),
]

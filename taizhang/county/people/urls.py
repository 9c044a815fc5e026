"""Addresses of people, posts and the auditor's pages."""

from django.urls import path

from taizhang.county.people import auditing, views

urlpatterns = [
    path("people/", views.people_list, name="people_list"),
    path("people/new", views.person_new, name="person_new"),
    path("people/roles", views.roles_page, name="roles"),
    path("people/<int:pk>/", views.person_detail, name="person_detail"),
    path("audit/", auditing.audit_log, name="audit_log"),
    path("audit/readings", auditing.audit_readings, name="audit_readings"),
    path("audit/sightings", auditing.audit_sightings, name="audit_sightings"),
]

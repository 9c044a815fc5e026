"""Addresses of the instalments due and of the papers of claims."""

from django.urls import path

from taizhang.lines.children.claims import views

urlpatterns = [
    path("", views.claims_due, name="claims_due"),
    path("recoveries/<int:pk>/issue/<slug:sort>", views.claims_issue, name="claims_issue"),
    path("papers/<int:pk>/<slug:fmt>", views.claims_paper, name="claims_paper"),
]

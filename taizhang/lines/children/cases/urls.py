"""Addresses of cases and reviews."""

from django.urls import path

from taizhang.lines.children.cases import parent_views, views

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/new", views.case_new, name="case_new"),
    path("cases/<int:pk>/", views.case_page, name="case_page"),
    path("cases/<int:pk>/edit", views.case_edit, name="case_edit"),
    path("cases/<int:pk>/papers", views.case_papers, name="case_papers"),
    path("cases/<int:pk>/notices/<int:number>", views.case_notice, name="case_notice"),
    path("cases/<int:pk>/notices/<int:number>/file/<slug:fmt>", views.case_notice_file, name="case_notice_file"),
    path("cases/<int:pk>/notices/<int:number>/told", views.case_told, name="case_told"),
    path("cases/<int:pk>/parents/<slug:role>", parent_views.case_parent, name="case_parent"),
    path("cases/<int:pk>/parents/<slug:role>/states/new", parent_views.case_state, name="case_state_new"),
    path("cases/<int:pk>/parents/<slug:role>/states/<int:state>", parent_views.case_state, name="case_state"),
    path("cases/<int:pk>/do/<slug:act>", views.case_act, name="case_act"),
    path("reviews/", parent_views.review_page, name="review_list"),
    path("reviews/open", parent_views.review_open_all, name="review_open_all"),
    path("reviews/<int:pk>/open", parent_views.review_open, name="review_open"),
]

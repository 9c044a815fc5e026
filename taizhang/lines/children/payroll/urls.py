"""Addresses of the monthly run."""

from django.urls import path

from taizhang.lines.children.payroll import explain_views, views

urlpatterns = [
    path("", views.payroll_list, name="payroll_list"),
    path("plan/", views.payroll_plan, name="payroll_plan"),
    path("plan/draft", views.payroll_draft, name="payroll_draft"),
    path("plan/raise", views.payroll_raise, name="payroll_raise"),
    path("explain/", explain_views.payroll_explain, name="payroll_explain"),
    path("explain/later", explain_views.payroll_explain_later, name="payroll_explain_later"),
    path("work/<int:pk>/", views.payroll_work, name="payroll_work"),
    path("recoveries/<int:pk>/", views.payroll_recovery, name="payroll_recovery"),
    path("recoveries/<int:pk>/<slug:act>", views.payroll_recovery_act, name="payroll_recovery_act"),
    path("<int:pk>/", views.payroll_batch, name="payroll_batch"),
    path("<int:pk>/file", views.payroll_file, name="payroll_file"),
    path("<int:pk>/follow", views.payroll_follow, name="payroll_follow"),
    path("<int:pk>/<slug:act>", views.payroll_act, name="payroll_act"),
]

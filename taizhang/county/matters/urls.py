"""The addresses of the closed loop."""

from django.urls import path

from taizhang.county.matters.views import matter, phone, report, worker

urlpatterns = [
    path("report", report.report, name="matter_report"),
    path("mine", phone.mine, name="phone_mine"),
    path("mine/<int:pk>", phone.task, name="phone_task"),
    path("worker.js", worker.worker, name="phone_worker"),
    path("who", worker.who, name="phone_who"),
    path("offline", worker.offline, name="phone_offline"),
    path("<int:pk>", matter.matter_page, name="matter"),
]

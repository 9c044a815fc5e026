"""The addresses of notices."""

from django.urls import path

from taizhang.county.matters.views import notices

urlpatterns = [
    path("", notices.index, name="notices"),
    path("<int:pk>", notices.follow, name="notice"),
    path("read", notices.read, name="notices_read"),
    path("settings", notices.settings_page, name="notice_settings"),
    path("undelivered", notices.undelivered, name="undelivered"),
]

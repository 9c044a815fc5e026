"""Every address of the site, app by app."""

from django.urls import include, path

from taizhang.config import views
from taizhang.config.extracting import EXTRACTORS
from taizhang.config.search import search
from taizhang.county.figures.reading import read_text

urlpatterns = [
    path("", views.home, name="home"),
    path("search", search, name="search"),
    path("read", read_text, {"extractors": EXTRACTORS}, name="read_text"),
    path("account/", include("allauth.urls")),
    path("l/", include("taizhang.county.ledger.urls")),
    path("releases/", include("taizhang.county.ledger.release_urls")),
    path("figures/", include("taizhang.county.figures.urls")),
    path("matters/", include("taizhang.county.matters.urls")),
    path("notices/", include("taizhang.county.matters.notice_urls")),
    path("bulletin/", include("taizhang.county.bulletin.urls")),
    path("school-check/", include("taizhang.lines.children.roll.urls")),
    path("payroll/", include("taizhang.lines.children.payroll.urls")),
    path("children/arrivals/", include("taizhang.lines.children.arrivals.urls")),
    path("children/outreach/", include("taizhang.lines.children.outreach.urls")),
    path("claims/", include("taizhang.lines.children.claims.urls")),
    path("children/", include("taizhang.lines.children.cases.urls")),
    path("children/care/", include("taizhang.lines.children.care.urls")),
    path("", include("taizhang.county.people.urls")),
    path("api/v1/", views.api.urls),
]

handler400 = "taizhang.config.views.bad_request"
handler403 = "taizhang.config.views.refused"
handler404 = "taizhang.config.views.not_found"
handler500 = "taizhang.config.views.broken"

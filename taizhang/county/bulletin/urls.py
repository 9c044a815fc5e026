"""The addresses of the bulletin."""

from django.urls import path

from taizhang.county.bulletin.views import explaining, instructing, issues, items, past, reading

urlpatterns = [
    path("", reading.archive, name="bulletin_archive"),
    path("<int:year>/<int:no>/", reading.read, name="bulletin_read"),
    path("<int:year>/<int:no>/fig/<int:n>", reading.figure, name="bulletin_figure"),
    path("<int:year>/<int:no>/file.<str:fmt>", reading.download, name="bulletin_file"),
    path("<int:year>/<int:no>/receipts", reading.receipts, name="bulletin_receipts"),
    path("<int:year>/<int:no>/items/<int:pk>/instruct", instructing.instruct, name="bulletin_instruct"),
    path("past/new", past.upload, name="past_upload"),
    path("past/waiting/<int:pk>", past.preview, name="past_preview"),
    path("past/<int:pk>/", past.read, name="past_read"),
    path("past/<int:pk>/fig/<int:n>", past.number, name="past_number"),
    path("past/<int:pk>/file", past.original, name="past_original"),
    path("items/", items.index, name="item_list"),
    path("items/new", items.new, name="item_new"),
    path("items/<int:pk>/edit", items.edit, name="item_edit"),
    path("items/<int:pk>/submit", items.submit, name="item_submit"),
    path("items/<int:pk>/confirm", items.confirm, name="item_confirm"),
    path("items/<int:pk>/return", items.send_back, name="item_return"),
    path("items/<int:pk>/pin", items.pin, name="item_pin"),
    path("items/<int:pk>/fix", explaining.fix, name="item_fix"),
    path("items/<int:pk>/explain", explaining.explain, name="item_explain"),
    path("issues/", issues.index, name="issue_list"),
    path("issues/new", issues.new, name="issue_new"),
    path("issues/<int:pk>/", issues.compose, name="issue_compose"),
    path("issues/<int:pk>/check", issues.check, name="issue_check"),
    path("issues/<int:pk>/step", issues.step, name="issue_step"),
]

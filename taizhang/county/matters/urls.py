"""The addresses of the closed loop."""

from django.urls import path

from taizhang.county.matters.views import (
    batch,
    board,
    entering,
    inbox,
    matter,
    opening,
    phone,
    pressing,
    ranking,
    report,
    worker,
)

urlpatterns = [
    path("report", report.report, name="matter_report"),
    path("reported", phone.reported, name="phone_reported"),
    path("mine", phone.mine, name="phone_mine"),
    path("mine/<int:pk>", phone.task, name="phone_task"),
    path("worker.js", worker.worker, name="phone_worker"),
    path("who", worker.who, name="phone_who"),
    path("offline", worker.offline, name="phone_offline"),
    path("inbox", inbox.matter_inbox, name="matter_inbox"),
    path("board", board.matter_board, name="matter_board"),
    path("board/rows", board.board_rows, name="matter_board_rows"),
    path("ranking", ranking.matter_ranking, name="matter_ranking"),
    path("ranking/<slug:slug>", ranking.matter_ranking_unit, name="matter_ranking_unit"),
    path("batch", batch.matter_batch, name="matter_batch"),
    path("new", opening.matter_new, name="matter_new"),
    path("decision", opening.matter_decision, name="matter_decision"),
    path("pressing", pressing.today, name="pressing"),
    path("pressing/issue", pressing.issue, name="pressing_issue"),
    path("pressing/night", pressing.night, name="pressing_night"),
    path("pressing/waiting", pressing.waiting, name="press_waiting"),
    path("press/<int:pk>", pressing.press, name="press"),
    path("press/<int:pk>.<str:fmt>", pressing.press_file, name="press_file"),
    path("<int:pk>", matter.matter_page, name="matter"),
    path("<int:pk>/enter", entering.matter_enter, name="matter_enter"),
    path("<int:pk>/act", matter.matter_act, name="matter_act"),
]

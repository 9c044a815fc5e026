"""Addresses of workbooks: exports, template, and the steps of an import."""

from django.urls import path

from taizhang.county.ledger import sheet_out_views, sheet_run_views, sheet_views

urlpatterns = [
    path("<slug:slug>/export", sheet_out_views.ledger_export, name="ledger_export"),
    path("<slug:slug>/export/<int:pk>", sheet_out_views.ledger_export_made, name="ledger_export_made"),
    path("<slug:slug>/template", sheet_views.ledger_template, name="ledger_template"),
    path("<slug:slug>/import", sheet_views.ledger_import, name="ledger_import"),
    path("<slug:slug>/imports", sheet_run_views.ledger_import_runs, name="ledger_import_runs"),
    path("<slug:slug>/import/<int:pk>/alike", sheet_run_views.ledger_import_alike, name="ledger_import_alike"),
    path("<slug:slug>/import/<int:pk>/columns", sheet_run_views.ledger_import_columns, name="ledger_import_columns"),
    path("<slug:slug>/import/<int:pk>/undo", sheet_run_views.ledger_import_undo, name="ledger_import_undo"),
    path("<slug:slug>/import/<int:pk>", sheet_views.ledger_import_preview, name="ledger_import_preview"),
    path("<slug:slug>/import/<int:pk>/refused", sheet_views.ledger_import_refused, name="ledger_import_refused"),
]

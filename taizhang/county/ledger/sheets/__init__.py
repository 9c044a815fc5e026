"""Workbooks in and out of a ledger: checked, read, compared, written all or none; exports that import back."""

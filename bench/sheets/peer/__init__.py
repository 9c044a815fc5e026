"""The same sheets through packages: django-import-export with simple-history. Imports nothing of ours."""

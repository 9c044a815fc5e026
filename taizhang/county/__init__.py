"""The core, lowest layer first: standards, ui, audit, places, people, documents, ledger, figures, bulletin."""

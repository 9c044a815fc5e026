"""Record, Ledger and Column; the one door for writes; sheets, lists, forms, cards and API derived from them."""

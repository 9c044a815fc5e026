"""The monthly run of the allowance: plan, check, approve, tell the bank, take over its answer, demand back."""

"""The closed loop: what needs action is assigned, claimed, supervised and closed, by a flow that can always end."""

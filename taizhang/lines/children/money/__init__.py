"""The money of the children's allowance as plain reckoning in whole cents and whole months; no Django, no clock."""

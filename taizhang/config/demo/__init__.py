"""The demonstration county: real divisions, invented people and records, made through the doors everybody uses."""

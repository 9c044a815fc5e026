"""What the worker does by itself, in PostgreSQL's own queue."""

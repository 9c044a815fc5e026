"""The pages of the bulletin: reading, the units' items, and the issue on its way to print."""

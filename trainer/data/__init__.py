"""Images and drawings to learn from and to measure on: fetched, read, checked, split, mixed. May read and write files."""

"""Picture files that nobody would send on purpose, and whoever would.

`files` has a valid one of every kind, `odd` valid and other ones that are small to send and large to read, `damage` spoils
them, `judge` says whether the reader did right. `python -m tests.fuzz` runs them by the thousand, each watched from outside.
"""

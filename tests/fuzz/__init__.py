"""What nobody would send on purpose, and whoever would: pictures, weights, drawings, numbers, links, messages and IDX files.

Of pictures `files` has a valid one of every kind, `odd` valid and other ones that are small to send and large to read, `damage`
spoils them, and `judge` says whether the reader did right; of all else `documents`, `trees` and `judges` do so. `kinds` names them
all. `python -m tests.fuzz` runs them by the thousand, each watched from outside.
"""

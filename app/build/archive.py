"""The archive that start.js unpacks in the browser: an index and the files' contents, gzipped as a whole.

It is smaller than a zip, whose files are compressed one by one, it is as small on hosts that send binary files as they
are, and the browser inflates it without any Python.
"""

import gzip
import json
import struct


def pack(files: dict[str, bytes]) -> bytes:
    """Make an archive, the same bytes for the same files.

    files: {absolute path: content}. Layout, gzipped: the index's size as a big-endian 32-bit number; the index, JSON
    [[folder, [[name, size], ...]], ...]; the contents in the order of the index.
    """
    folders: dict[str, list[str]] = {}
    for path in sorted(files):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    index = [
        [folder, [[path.rpartition("/")[2], len(files[path])] for path in paths]] for folder, paths in folders.items()
    ]
    head = json.dumps(index, separators=(",", ":")).encode()
    contents = [files[path] for paths in folders.values() for path in paths]
    return gzip.compress(b"".join([struct.pack(">I", len(head)), head, *contents]), 9, mtime=0)

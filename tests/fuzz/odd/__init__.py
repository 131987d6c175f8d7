"""Files that are small to send and large to read, and valid pictures of odd shapes: each a function, made when it is its turn."""
from tests.fuzz.odd import beside, frames, full, promises, shapes  # noqa: F401 - each adds what it has
from tests.fuzz.odd.making import ODD  # noqa: F401

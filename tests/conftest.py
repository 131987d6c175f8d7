"""Fixtures that tests of every kind share."""
import zlib

import numpy as np
import pytest

from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network


@pytest.fixture
def rng(request):
    """A generator of the test's own: other tests, added or left out, do not change its numbers."""
    return np.random.default_rng(zlib.crc32(request.node.nodeid.encode()))


@pytest.fixture
def small_network(rng):
    """784-12-10, random."""
    return Network([Dense.random(784, 12, rng=rng), ReLU(), Dense.random(12, 10, rng=rng, gain=1), Softmax()])

"""Weights survive the way through the file, and no damage to the file gets through as anything but a WeightsError."""
import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import network, weights
from app.core.errors import WeightsError
from app.core.layers import Dense, ReLU, Sigmoid, Softmax, Tanh

sizes = st.lists(st.integers(1, 9), min_size=0, max_size=3)


def make(hidden, activation, seed, scale=1.0):
    rng = np.random.default_rng(seed)
    layers, inputs = [], 784
    for outputs in hidden:
        layers += [Dense.random(inputs, outputs, rng=rng, gain=scale), activation()]
        inputs = outputs
    return network.Network([*layers, Dense.random(inputs, 10, rng=rng, gain=scale), Softmax()], temperature=1.3)


def text_of(net, **options):
    return json.dumps(network.to_document(net, name="n", title="t", training={}, metrics={}, **options))


@given(sizes, st.sampled_from([ReLU, Sigmoid, Tanh]), st.integers(0, 99), st.sampled_from([0.0, 1e-6, 1.0, 1e6]))
@settings(deadline=None, max_examples=40)
def test_a_round_trip_keeps_the_answer(hidden, activation, seed, scale):
    net = make(hidden, activation, seed, scale)
    x = np.random.default_rng(seed).random((5, 784), np.float32)
    exact = network.from_weights(weights.parse(text_of(net, dtype="float32")))
    assert np.array_equal(exact.probabilities(x), net.probabilities(x))
    assert np.array_equal(network.from_weights(weights.parse(text_of(net))).logits(x).shape, (5, 10))


@given(sizes, st.integers(0, 99))
@settings(deadline=None, max_examples=25)
def test_quantising_twice_changes_nothing_more(hidden, seed):
    once = text_of(make(hidden, ReLU, seed))
    twice = text_of(network.from_weights(weights.parse(once)))
    first, second = (network.from_weights(weights.parse(text)) for text in (once, twice))
    for key, values in first.parameters.items():
        assert np.allclose(values, second.parameters[key], atol=np.abs(values).max() * 1e-6)


TEXT = text_of(make([4], ReLU, 0))


@given(st.integers(0, len(TEXT) - 1), st.characters(codec="ascii"), st.sampled_from(["replace", "insert", "cut"]))
@settings(deadline=None)
def test_damage_is_refused_or_harmless_never_a_crash(place, character, how):
    damaged = TEXT[:place] + ("" if how == "cut" else character) + TEXT[place + (how == "replace"):]
    try:
        net = network.from_weights(weights.parse(damaged))
    except WeightsError:
        return
    assert np.isfinite(net.probabilities(np.ones((1, 784), np.float32))).all()

"""The gradient of whole lines' probabilities against central differences, in double precision."""
import numpy as np
import pytest

from app.core.grammar import CHARACTERS
from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network
from tests.lattices import APART, MIXED, OPINION, opinion, some_grammar, some_lattice
from trainer.learning.line_alignment import spelled
from trainer.learning.optim import flatten
from trainer.learning.whole_lines import Example, gradient_of, learn_whole

INPUTS, HIDDEN = 6, 5
STEP = 1e-5


def network_of(rng):
    return Network([Dense.random(INPUTS, HIDDEN, rng=rng), ReLU(), Dense.random(HIDDEN, len(CHARACTERS) + 1, rng=rng), Softmax()])


def in_double(network):
    for layer in network.layers:
        layer.parameters = {name: values.astype(np.float64) for name, values in layer.parameters.items()}
    return network


def example(boxes, text, grammar, rng):
    lattice = some_lattice(boxes, grammar, rng)
    return Example(lattice, rng.integers(0, 256, (len(lattice.groups), INPUTS)).astype(np.uint8), text)


def mean_loss(network, examples, counts):
    """The mean of -log P(text): by all ways that read so and the grammar's opinion of the text, over all ways there are."""
    losses = []
    for lattice, inputs, text in examples:
        logits = network.logits(inputs / 255)
        lattice.scores = logits[:, :-1] - logits[:, -1:]
        losses.append(lattice.sums()[2] - spelled(lattice, text)[-1] - opinion(counts, text, **OPINION))
    return float(np.mean(losses))


@pytest.mark.parametrize("text", [("12", "4+4", "1"), ("(1)", "1=12", "2+")])
def test_the_gradient_of_whole_lines(text, rng):
    counts, grammar = some_grammar(rng)
    network = in_double(network_of(rng))
    for values in network.parameters.values():
        values += 0.3 * rng.standard_normal(values.shape)
    examples = [example(boxes, each, grammar, rng) for boxes, each in zip((APART, MIXED, APART[:2]), text, strict=True)]
    gradient = gradient_of(network, examples)
    for _ in range(12):
        way = {name: rng.standard_normal(values.shape) for name, values in network.parameters.items()}
        steps = []
        for size in (STEP, -2 * STEP, STEP):
            for name, values in network.parameters.items():
                values += size * way[name]
            steps.append(mean_loss(network, examples, counts))
        slope = gradient @ np.concatenate([way[name].ravel() for name in network.parameters])
        assert slope == pytest.approx((steps[0] - steps[1]) / (2 * STEP), rel=1e-4, abs=1e-5)


def test_a_line_that_no_way_reads_so_does_not_count(rng):
    """Of two lines it is the other one's gradient, halved by their number."""
    _, grammar = some_grammar(rng)
    network = network_of(rng)
    good, bad = example(APART, "12", grammar, rng), example(APART[:2], "12345", grammar, rng)
    np.testing.assert_allclose(gradient_of(network, [good, bad]), gradient_of(network, [good]) / 2, atol=1e-6)
    assert not gradient_of(network, [bad]).any()


@pytest.fixture
def task(rng):
    """40 lines of two pieces: 1s and pluses, of which the input tells, and fours of both pieces together."""
    counts, grammar = some_grammar(rng)
    examples = []
    for _ in range(40):
        text = str(rng.choice(["11", "1+", "4"]))
        lattice = some_lattice(APART[:2], grammar, rng)
        inputs = rng.integers(0, 80, (3, INPUTS)).astype(np.uint8)
        for group, each in zip([(0,), (1,)] if len(text) > 1 else [(0, 1)], text, strict=True):
            inputs[lattice.groups.index(group), "1+4".index(each)] = 255
        examples.append(Example(lattice, inputs, text))
    return examples, counts


def test_learning_whole_lines_makes_their_texts_likelier(task, rng):
    examples, counts = task
    network = network_of(rng)
    losses = [mean_loss(network, examples, counts)]
    for step in learn_whole(network, examples, epochs=40, rate=0.05, decay=0.0, rng=rng):
        assert step is network
        losses.append(mean_loss(network, examples, counts))
    assert losses[-1] < 0.3 * losses[0]
    assert losses[-1] == pytest.approx(mean_loss(network, examples, counts))
    assert "".join(CHARACTERS[each] for _, each in examples[0].lattice.best()[0]) == examples[0].text


def test_the_same_seed_learns_the_same_another_something_else(task, rng):
    examples, _ = task
    learnt = []
    for seed in (1, 1, 2):
        network = network_of(np.random.default_rng(0))
        list(learn_whole(network, examples, epochs=1, rate=0.01, decay=0.01, rng=np.random.default_rng(seed)))
        learnt.append(flatten(network))
    np.testing.assert_array_equal(learnt[0], learnt[1])
    assert not np.array_equal(learnt[0], learnt[2])

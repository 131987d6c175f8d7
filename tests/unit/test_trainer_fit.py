import numpy as np
import pytest

from app.core.functional import cross_entropy
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax
from app.core.network import Network
from trainer.learning import optim
from trainer.learning.fit import BatchResult, Run, Settings, fit, steps, targets_of
from trainer.runs.checkpoint import load, save


@pytest.fixture
def task(rng):
    """600 images of three easily told digits: each lights its own third of the frame, with noise."""
    labels = rng.integers(0, 3, 600)
    images = rng.integers(0, 120, (600, 784)).astype(np.uint8)
    for label in range(3):
        images[labels == label, label * 261:(label + 1) * 261] += 60
    return images, labels


def start(task, *, seed=0, optimiser=None, rate=1e-3, layers=None, validation=True, **settings):
    images, labels = task
    rng = np.random.default_rng(seed)
    network = Network(layers(rng) if layers else
                      [Dense.random(784, 16, rng=rng), ReLU(), Dropout(0.1), Dense.random(16, 10, rng=rng), Softmax()])
    settings = Settings(**{"epochs": 3, "batch_size": 50, **settings})
    return Run(network, lambda _: (images[:500], targets_of(labels[:500])), optimiser=optimiser or optim.Adam(),
               schedule=optim.cosine(rate), settings=settings, seed=seed, decay_mask=optim.decay_mask(network),
               validation=(images[500:], targets_of(labels[500:])) if validation else None)


@pytest.mark.parametrize(("optimiser", "rate"), [(optim.Adam(), 1e-3), (optim.Adam(decay=0.01), 1e-3),
                                                 (optim.SGD(), 0.1), (optim.SGD(momentum=0.9), 0.02),
                                                 (optim.SGD(momentum=0.9, nesterov=True), 0.02)])
def test_every_optimiser_learns(task, optimiser, rate):
    results = list(fit(start(task, optimiser=optimiser, rate=rate, epochs=4)))
    assert results[-1].loss < results[0].loss
    assert results[-1].validation_accuracy > 0.95


def test_squared_error_on_sigmoids_learns_too(task):
    def layers(rng):
        return [Dense.random(784, 10, rng=rng, gain=1), Sigmoid()]
    results = list(fit(start(task, layers=layers, loss="squared_error", optimiser=optim.SGD(), rate=1.0, epochs=6)))
    assert results[-1].validation_accuracy > 0.95


def test_validation_is_measured_by_the_loss_that_is_trained(task):
    """A sigmoid's squared error is at most 5 over ten outputs; the cross-entropy of the same logits is another number."""
    def layers(rng):
        return [Dense.random(784, 10, rng=rng, gain=1), Sigmoid()]
    run = start(task, layers=layers, loss="squared_error", optimiser=optim.SGD(), rate=1.0, epochs=2)
    result = list(fit(run))[-1]
    x, targets = run.validation
    outputs = run.network.forward(x / np.float32(255))[-1]
    by_hand = 0.5 * np.mean(np.sum((outputs - targets) ** 2, axis=1))
    assert result.validation_loss == pytest.approx(by_hand, rel=1e-4)


def test_the_same_seed_gives_the_same_weights_another_seed_others(task):
    weights = [list(fit(start(task, seed=seed)))[-1].weights for seed in (1, 1, 2)]
    np.testing.assert_array_equal(weights[0], weights[1])
    assert not np.array_equal(weights[0], weights[2])


def test_samples_are_shuffled_anew_every_epoch(task):
    """The order of samples, not of batches: labels sorted, an unshuffled batch would hold one digit only."""
    seen = []
    run = start(task)
    forward = run.network.forward
    run.network.forward = lambda x: (seen.append(x[:, 0].copy()), forward(x))[1]
    list(fit(run))
    epochs = np.array(seen).reshape(3, -1)
    assert sorted(epochs[0]) == sorted(epochs[1])
    assert not np.array_equal(epochs[0], epochs[1])


@pytest.mark.parametrize("stop_after", [1, 2])
@pytest.mark.parametrize("optimiser", [lambda: optim.Adam(decay=0.01), lambda: optim.SGD(momentum=0.9)])
def test_a_resumed_run_ends_bit_for_bit_where_an_unbroken_one_does(task, stop_after, optimiser, tmp_path):
    whole = list(fit(start(task, optimiser=optimiser(), average=0.9, epochs=4)))
    broken = start(task, optimiser=optimiser(), average=0.9, epochs=4)
    steps = fit(broken)
    for _ in range(stop_after):
        next(steps)
    save(tmp_path / "c.npz", broken.state(), {"seed": 0})
    resumed = start(task, optimiser=optimiser(), average=0.9, epochs=4)
    resumed.restore(load(tmp_path / "c.npz", {"seed": 0}))
    rest = list(fit(resumed))
    assert [result.epoch for result in rest] == list(range(stop_after + 1, 5))
    np.testing.assert_array_equal(rest[-1].weights, whole[-1].weights)
    assert [r.best for r in rest] == [r.best for r in whole[stop_after:]]


def test_patience_stops_when_validation_no_longer_improves(task):
    """A learning rate this high never improves on its first epochs for long."""
    results = list(fit(start(task, optimiser=optim.SGD(), rate=30.0, epochs=200, patience=3)))
    assert len(results) < 200
    assert not any(result.best for result in results[-3:])


def test_where_the_last_weights_are_kept_each_epochs_pass_for_the_best(task):
    run = start(task, optimiser=optim.SGD(), rate=30.0, epochs=8, keep="last")
    results = list(fit(run))
    assert results[-1].validation_loss > min(result.validation_loss for result in results)
    assert all(result.best for result in results)
    assert run.best_epoch == 8


def test_the_average_of_the_weights_is_what_is_handed_back(task):
    run = start(task, average=0.99)
    last = list(fit(run))[-1]
    np.testing.assert_array_equal(last.weights, run.average.mean)
    assert not np.array_equal(last.weights, run.parameters)


def test_label_smoothing_keeps_the_network_from_certainty(task):
    def confidence(smoothing):
        run = start(task, epochs=10, label_smoothing=smoothing)
        list(fit(run))
        return run.network.probabilities(task[0][:100] / np.float32(255)).max(axis=1).mean()
    assert confidence(0.3) < confidence(0.0)


def test_l2_keeps_weights_small(task):
    def norm(l2):
        run = start(task, l2=l2, epochs=10, optimiser=optim.SGD(), rate=0.3)
        list(fit(run))
        return np.linalg.norm(run.network.parameters["0.weights"])
    assert norm(0.05) < 0.7 * norm(0.0)


def test_without_validation_samples_nothing_is_called_best(task):
    results = list(fit(start(task, validation=False, epochs=1)))
    assert np.isnan(results[0].validation_loss)
    assert not results[0].best


def test_what_is_no_digit_is_trained_towards_knowing_nothing():
    np.testing.assert_allclose(targets_of(np.array([2, -1]))[1], 0.1)


def test_flatten_makes_the_layers_views_of_one_vector(small_network):
    flat = optim.flatten(small_network)
    flat[:] = 0.5
    assert all(np.all(values == 0.5) for values in small_network.parameters.values())
    assert flat.size == sum(values.size for values in small_network.parameters.values())


def test_every_batch_is_told_and_the_epochs_come_to_the_same(task):
    """500 samples in batches of 150: three whole ones and one of 50."""
    told = list(steps(start(task, batch_size=150, epochs=2)))
    batches = [each for each in told if isinstance(each, BatchResult)]
    assert [(each.epoch, each.batch, each.batches) for each in batches] == [(e, b, 4) for e in (1, 2) for b in (1, 2, 3, 4)]
    assert [isinstance(each, BatchResult) for each in told] == 2 * [True, True, True, True, False]
    epochs = list(fit(start(task, batch_size=150, epochs=2)))
    for stepped, epoch in zip(told[4::5], epochs, strict=True):
        np.testing.assert_array_equal(stepped.weights, epoch.weights)
        own = [each for each in batches if each.epoch == epoch.epoch]
        sizes = [150, 150, 150, 50]
        assert np.average([each.loss for each in own], weights=sizes) == pytest.approx(epoch.loss)
        assert np.average([each.accuracy for each in own], weights=sizes) == pytest.approx(epoch.accuracy)
        assert own[-1].learning_rate == epoch.learning_rate


def test_one_step_of_gradient_descent_by_hand():
    """Two logits of one input x = 1, weights 0 and bias 0: probabilities 1/2 each, loss ln 2, gradient (1/2, -1/2) for the
    second digit, which is as large for weight and bias; rate 0.1."""
    network = Network([Dense(np.zeros((2, 1), np.float32), np.zeros(2, np.float32)), Softmax()])
    run = Run(network, lambda _: (np.ones((1, 1), np.float32), np.array([[0, 1]], np.float32)), optimiser=optim.SGD(),
              schedule=optim.constant(0.1), settings=Settings(1), seed=0)
    batch, _ = steps(run)
    assert (batch.loss, batch.accuracy, batch.learning_rate) == (pytest.approx(np.log(2)), 0, 0.1)
    np.testing.assert_allclose(run.parameters, [-0.05, 0.05, -0.05, 0.05])


def test_momentum_by_hand():
    """Two steps with gradient 1, rate 0.1, momentum 0.5: velocities 1 and 1.5."""
    p, optimiser = np.zeros(1, np.float32), optim.SGD(momentum=0.5)
    for _ in range(2):
        optimiser.step(p, np.ones(1, np.float32), 0.1)
    assert p[0] == pytest.approx(-0.25)


def test_nesterov_by_hand():
    """The same, looking ahead: steps of 1 + 0.5 x 1 and 1 + 0.5 x 1.5."""
    p, optimiser = np.zeros(1, np.float32), optim.SGD(momentum=0.5, nesterov=True)
    for _ in range(2):
        optimiser.step(p, np.ones(1, np.float32), 0.1)
    assert p[0] == pytest.approx(-0.325)


def test_adams_first_step_has_the_size_of_the_rate_whatever_the_gradient():
    p = np.zeros(3, np.float32)
    optim.Adam().step(p, np.array([1e-3, -5.0, 100.0], np.float32), 0.01)
    np.testing.assert_allclose(p, [-0.01, 0.01, -0.01], rtol=1e-3)


def test_adam_does_the_same_in_blocks(rng, monkeypatch):
    results = []
    for block in (7, 1 << 15):
        monkeypatch.setattr(optim.Adam, "BLOCK", block)
        p, optimiser = np.ones(50, np.float32), optim.Adam(decay=0.1, mask=np.ones(50, np.float32))
        for step in range(3):
            optimiser.step(p, np.linspace(-1, 1, 50, dtype=np.float32) + step, 0.01)
        results.append(p)
    np.testing.assert_array_equal(*results)


def test_the_cosine_schedule_warms_up_and_ends_at_its_floor():
    schedule = optim.cosine(1.0, warm_up=10, floor=0.1)
    assert schedule(0, 110) == pytest.approx(0.1)
    assert schedule(9, 110) == pytest.approx(1.0)
    assert schedule(60, 110) == pytest.approx(0.55)
    assert schedule(110, 110) == pytest.approx(0.1)


def test_momentum_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"\[0, 1\)"):
        optim.SGD(momentum=1.0)


def test_the_loss_the_loop_reports_is_the_mean_over_all_samples(task):
    images, labels = task
    run = start(task, optimiser=optim.SGD(), rate=0.0, epochs=1,
                layers=lambda rng: [Dense.random(784, 10, rng=rng), Softmax()])
    result = next(fit(run))
    expected, _ = cross_entropy(run.network.logits(images[:500] / np.float32(255)), targets_of(labels[:500]))
    assert result.loss == pytest.approx(expected, rel=1e-4)

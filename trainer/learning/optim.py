"""Optimisers: how a step downhill is taken, once the gradient is known.

All parameters of a network live in one long vector (`flatten`), so that a step is a few in-place operations on it
whatever the network looks like. Free of files and prints: the browser fine-tunes with this module.
"""
import math

import numpy as np


def flatten(network) -> np.ndarray:
    """Move all parameters into one float32 vector and make the layers' own arrays views of it; returns the vector."""
    flat = np.concatenate([values.ravel() for values in network.parameters.values()]).astype(np.float32)
    start = 0
    for layer in network.layers:
        for name, values in layer.parameters.items():
            layer.parameters[name] = flat[start:start + values.size].reshape(values.shape)
            start += values.size
    return flat


def decay_mask(network) -> np.ndarray:
    """1 for weights, 0 for biases, in `flatten`'s order: biases set thresholds, there is no reason to shrink them."""
    return np.concatenate([np.full(values.size, values.ndim > 1, np.float32)
                           for values in network.parameters.values()])


class SGD:
    """Gradient descent, with momentum if asked for: the step keeps a share of the last step.

    momentum: in [0, 1). nesterov: look ahead along the momentum before stepping (Sutskever et al. 2013).
    """

    def __init__(self, *, momentum: float = 0.0, nesterov: bool = False):
        if not 0 <= momentum < 1:
            raise ValueError("momentum must be in [0, 1)")
        self.momentum = momentum
        self.nesterov = nesterov
        self.state: dict[str, np.ndarray] = {}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Continue with the `state` of an earlier optimiser."""
        self.state = state

    def step(self, parameters: np.ndarray, gradient: np.ndarray, rate: float) -> None:
        """Change `parameters` in place. `gradient` may be overwritten."""
        if not self.momentum:
            gradient *= rate
            parameters -= gradient
            return
        if not self.state:
            self.state = {"velocity": np.zeros_like(parameters)}
        velocity = self.state["velocity"]
        velocity *= self.momentum
        velocity += gradient
        if self.nesterov:
            gradient += self.momentum * velocity
            gradient *= rate
            parameters -= gradient
        else:
            parameters -= rate * velocity


class Adam:
    """Steps sized by the gradient's recent mean over its recent root mean square (Kingma and Ba 2015).

    decay: weight decay apart from the gradient, as AdamW has it (Loshchilov and Hutter 2019); `mask` says, per
    parameter, whether it decays.
    """

    BLOCK = 1 << 15  # parameters at a time: seven passes over a block that stays in the processor's cache

    def __init__(self, *, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8, decay: float = 0.0,
                 mask: np.ndarray | None = None):
        self.beta1, self.beta2, self.epsilon, self.decay, self.mask = beta1, beta2, epsilon, decay, mask
        self.state: dict[str, np.ndarray] = {}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Continue with the `state` of an earlier optimiser."""
        self.state = state

    def step(self, parameters: np.ndarray, gradient: np.ndarray, rate: float) -> None:
        """Change `parameters` in place. `gradient` is overwritten."""
        if not self.state:
            self.state = {"mean": np.zeros_like(parameters), "square": np.zeros_like(parameters),
                          "steps": np.zeros(1, np.int64)}
        self.state["steps"] += 1
        steps = int(self.state["steps"][0])
        # Both means start at zero; dividing by what their weights sum to so far removes the bias (their algorithm 1).
        correction = math.sqrt(1 - self.beta2 ** steps)
        size, epsilon = rate * correction / (1 - self.beta1 ** steps), self.epsilon * correction
        scratch = np.empty(min(self.BLOCK, parameters.size), np.float32)
        for start in range(0, parameters.size, self.BLOCK):
            block = slice(start, start + self.BLOCK)
            p, g, m, v = parameters[block], gradient[block], self.state["mean"][block], self.state["square"][block]
            work = scratch[:p.size]
            if self.decay:
                np.multiply(p, rate * self.decay, out=work)
                if self.mask is not None:
                    work *= self.mask[block]
                p -= work
            m *= self.beta1
            np.multiply(g, 1 - self.beta1, out=work)
            m += work
            g *= g
            g *= 1 - self.beta2
            v *= self.beta2
            v += g
            np.sqrt(v, out=work)
            work += epsilon
            np.divide(m, work, out=work)
            work *= size
            p -= work


class Average:
    """A running exponential mean of the weights, smoother and usually better than the last weights (Polyak 1992).

    decay: how much of the old mean stays at each step; early on less, so that the start is soon forgotten.
    """

    def __init__(self, parameters: np.ndarray, *, decay: float):
        self.decay = decay
        self.mean = parameters.copy()
        self.steps = 0

    def update(self, parameters: np.ndarray) -> None:
        """Move the mean towards the parameters, after every step."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        difference = parameters - self.mean
        difference *= 1 - decay
        self.mean += difference


def constant(rate: float, *, warm_up: int = 0):
    """The same learning rate throughout, once warmed up. A schedule is a function (step, steps) -> rate."""
    def schedule(step: int, _steps: int) -> float:
        return rate * min(1.0, (step + 1) / warm_up) if warm_up else rate
    return schedule


def cosine(rate: float, *, warm_up: int = 0, floor: float = 0.0):
    """Up in a line over `warm_up` steps, or a tenth of all if that is less, then down along half a cosine to `floor`
    (Loshchilov and Hutter 2017)."""
    def schedule(step: int, steps: int) -> float:
        rise = min(warm_up, steps // 10)
        if step < rise:
            return rate * (step + 1) / rise
        share = (step - rise) / max(1, steps - rise)
        return floor + (rate - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))
    return schedule

"""The network as one would draw it: columns of neurons, a fair selection of each, and what any one neuron does.

A column is the image, or a dense, convolution or max pool layer with the activation that follows it. Neurons are
numbered as numpy lays them out: in an image (row * width + column) * channels + channel.
"""
import math
from typing import NamedTuple

import numpy as np

from app.core.conv import Convolution, MaxPool, corners
from app.core.layers import Dense
from app.core.network import Network

# A neuron that is shown stays until another sends on this many times as much; so a drawing that grows does not make
# the picture flicker.
LOYALTY = 1.5
SHOWN, LINKS, TERMS = 16, 60, 8


class Column(NamedTuple):
    """layer: the Dense, Convolution or MaxPool, None for the image. before, after: its output in the network's
    activations without and with the activation function. shape: (n,) or (height, width, channels)."""

    layer: object
    before: int
    after: int
    shape: tuple[int, ...]
    function: str | None

    @property
    def kind(self) -> str:
        return "input" if self.layer is None else self.layer.kind

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))


def columns_of(network: Network, activations: list[np.ndarray]) -> list[Column]:
    """The network's columns from left to right; activations: what `forward` gave for a batch of one."""
    columns = []
    layer, before, function = None, 0, None
    for index, following in enumerate([*network.layers, None]):
        if following is None or isinstance(following, (Dense, Convolution, MaxPool)):
            shape = (28, 28, 1) if layer is None else activations[before].shape[1:]
            columns.append(Column(layer, before, index, shape, function))
            layer, before, function = following, index + 1, None
        elif following.kind in ("relu", "sigmoid", "tanh", "softmax"):
            function = following.kind
    return columns


def values_of(column: Column, activations: list[np.ndarray]) -> np.ndarray:
    """What the column's neurons say, flat: (size,)."""
    return activations[column.after].reshape(-1)


def sent_on(columns: list[Column], activations: list[np.ndarray]) -> list[np.ndarray]:
    """How much every neuron sends to the next column: its activation times the size of the weights that leave it.

    One array (size,) per column but the image. Before a max pool only the largest of four counts, with what the pool
    sends on. The last column sends nothing on; its values count themselves.
    """
    amounts = [np.abs(values_of(columns[-1], activations))]
    for column, following in zip(columns[-2:0:-1], columns[:1:-1], strict=True):
        values = np.abs(values_of(column, activations))
        if isinstance(following.layer, MaxPool):
            amount = amounts[0].reshape(1, *following.shape)
            image = activations[following.before - 1]
            amounts.insert(0, following.layer.backward(image, activations[following.before], amount)[0].reshape(-1))
        elif isinstance(following.layer, Convolution):
            leaving = np.abs(following.layer.parameters["weights"]).sum(axis=(0, 1, 2))
            amounts.insert(0, values * np.tile(leaving, column.size // len(leaving)))
        else:
            amounts.insert(0, values * np.abs(following.layer.parameters["weights"]).sum(axis=0))
    return amounts


def select(column: Column, amounts: np.ndarray, *, count: int, previous: list[int]) -> tuple[list[int], list[int]]:
    """Choose at most `count` neurons to show: those that send most on, from an image one per channel at most.

    previous: the slots of the last selection, or []. Returns (neurons, slots): slots are neurons, or channels of an
    image; what stays in the selection stays in its slot.
    """
    by_slot = amounts.reshape(-1, column.shape[-1])
    strength = by_slot.max(axis=0)
    if len(strength) <= count:
        slots = list(range(len(strength)))
    else:
        previous = previous[:count]
        strength[previous] *= LOYALTY
        chosen = np.argsort(-strength, kind="stable")[:count].tolist()
        arriving = [slot for slot in chosen if slot not in previous]
        slots = [slot if slot in chosen else arriving.pop(0) for slot in previous] + arriving
    return (by_slot.argmax(axis=0)[slots] * column.shape[-1] + slots).tolist(), slots


def incoming(columns: list[Column], number: int, index: int, activations: list[np.ndarray]):
    """What neuron `index` of column `number` listens to: (neurons of the column before, their weights, bias or None)."""
    column, source = columns[number], columns[number - 1]
    if isinstance(column.layer, Dense):
        parameters = column.layer.parameters
        return np.arange(source.size), parameters["weights"][index], float(parameters["bias"][index])
    row, place, channel = np.unravel_index(index, column.shape)
    numbers = np.arange(source.size).reshape(activations[column.before - 1].shape[1:])
    if isinstance(column.layer, Convolution):
        parameters = column.layer.parameters
        size = column.layer.sizes["size"]
        patch = numbers[row:row + size, place:place + size]
        return patch.reshape(-1), parameters["weights"][channel].reshape(-1), float(parameters["bias"][channel])
    four = np.array([corner[0, row, place, channel] for corner in corners(numbers[None])])
    weights = np.zeros(4)
    weights[np.argmax(values_of(source, activations)[four])] = 1  # the first of equals, as in its backward pass
    return four, weights, None


def inside(network: Network, activations: list[np.ndarray], *, count: int = SHOWN, slots: list[list[int]] | None = None):
    """The network as it read one drawing, ready to be drawn.

    count: how many neurons of a column to show at most; the ten outputs all are. slots: what the last call returned, so
    that little jumps.
    Returns ({"layers", "links"}, slots): per column its kind, function, name, size, shape, the neurons shown with their
    activations, and active, mean and largest of all its neurons; per pair of columns the strongest links between
    neurons shown (the image counts as shown), strongest first, each {"from", "to", "weight", "signal"} with signal the
    weight times the sender's activation.
    """
    columns = columns_of(network, activations)
    amounts = sent_on(columns, activations)
    layers, links, chosen = [], [], []
    for number, column in enumerate(columns):
        values = values_of(column, activations)
        shown, kept = [], []
        if number:
            most = column.size if number == len(columns) - 1 else count
            shown, kept = select(column, amounts[number - 1], count=most, previous=slots[number] if slots else [])
            links.append(links_between(columns, number, layers[-1]["shown"], shown, activations))
        chosen.append(kept)
        layers.append({
            "kind": column.kind, "function": column.function, "name": name_of(number, len(columns)),
            "size": column.size, "shape": list(column.shape), "shown": shown, "activations": rounded(values[shown]),
            "active": int((values > 0).sum()), "mean": rounded(values.mean()), "largest": rounded(np.abs(values).max()),
        })
    return {"layers": layers, "links": links}, chosen


def name_of(number: int, count: int) -> str:
    return "Image" if number == 0 else "Output" if number == count - 1 else f"Layer {number}"


def links_between(columns: list[Column], number: int, senders: list[int], receivers: list[int], activations) -> list[dict]:
    """The strongest links from `senders` in the column before to `receivers` in this one; from the image, all send."""
    values = values_of(columns[number - 1], activations)
    sends = np.zeros(len(values), values.dtype)
    sends[senders if number > 1 else slice(None)] = 1
    heard = [incoming(columns, number, receiver, activations) for receiver in receivers]
    neurons = np.concatenate([each[0] for each in heard])
    weights = np.concatenate([each[1] for each in heard])
    ends = np.repeat(receivers, [len(each[0]) for each in heard])
    signals = weights * (values * sends)[neurons]
    some = np.flatnonzero(signals)
    some = some[np.argsort(-np.abs(signals[some]), kind="stable")[:LINKS]]
    lists = neurons[some].tolist(), ends[some].tolist(), rounded(weights[some]), rounded(signals[some])
    return [{"from": sender, "to": receiver, "weight": weight, "signal": signal}
            for sender, receiver, weight, signal in zip(*lists, strict=True)]


def neuron(network: Network, activations: list[np.ndarray], number: int, index: int, *, terms: int = TERMS) -> dict:
    """One neuron's formula with the numbers of this drawing: function(bias + sum of weight * input) = activation.

    number: its column. Returns the `terms` largest products, and the sum of the others as "rest"; "weights", row by row
    with their "weights_shape", where the neuron looks at the image, else None. Raises ValueError if there is no such.
    """
    columns = columns_of(network, activations)
    if not 0 <= number < len(columns) or not 0 <= index < columns[number].size:
        raise ValueError(f"there is no neuron {index} in column {number}")
    column = columns[number]
    told = {"activation": rounded(values_of(column, activations)[index], 6), "function": column.function,
            "pre_activation": None, "bias": None, "terms": [], "rest": 0.0, "count": 0,
            "weights": None, "weights_shape": None}
    if number == 0:
        return told
    neurons, weights, bias = incoming(columns, number, index, activations)
    inputs = values_of(columns[number - 1], activations)[neurons]
    products = weights.astype(np.float64) * inputs
    order = np.argsort(-np.abs(products), kind="stable")
    told |= {
        "pre_activation": rounded(activations[column.before].reshape(-1)[index], 6),
        "bias": None if bias is None else rounded(bias, 6), "count": len(neurons),
        "rest": rounded(products[order[terms:]].sum(), 6),
        "terms": [{"from": int(neurons[i]), "weight": rounded(weights[i], 6), "input": rounded(inputs[i], 6),
                   "product": rounded(products[i], 6)} for i in order[:terms]],
    }
    if number == 1 and bias is not None and math.isqrt(len(weights)) ** 2 == len(weights):
        told |= {"weights": rounded(weights), "weights_shape": [math.isqrt(len(weights))] * 2}
    return told


def rounded(values, digits: int = 4):
    """Plain Python numbers for JSON, as many decimals as anyone looks at."""
    return np.round(np.asarray(values, np.float64), digits).tolist()

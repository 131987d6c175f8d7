"""How much work a network is, and how large its numbers can become: found from its document before it reads anything. Portable.

A small file may ask for gigabytes, because a convolution makes much of few weights; and with weights that are large enough
sums leave what 32 bits can hold, after which no answer means anything.
"""
from app.core.errors import WeightsError

# Of one image. A phone's page has room for some hundred images' activations at once, which reading a set of them takes, and does so
# many multiplications in half a second.
MOST_NUMBERS = 500000
MOST_PRODUCTS = 100000000
LARGEST = 1e37  # float32 holds 34 times that
STRONGEST = 128  # the largest int8, as a size


class Work:
    """The numbers and multiplications that the layers so far make of one image."""

    def __init__(self, inputs: int):
        self.numbers, self.products = inputs, 0

    def add(self, layer: dict, shape: tuple, where: str) -> None:
        """shape: of what comes out of this layer. Raises WeightsError when it is too much in all."""
        count = 1
        for size in shape:
            count *= size
        self.numbers += count
        if layer["kind"] == "dense":
            self.products += layer["inputs"] * layer["outputs"]
        if layer["kind"] == "convolution":
            patches = shape[0] * shape[1] * layer["size"] * layer["size"] * layer["channels"]
            self.numbers += patches  # all of them lie in memory together
            self.products += patches * layer["filters"]
        if self.numbers > MOST_NUMBERS:
            raise WeightsError("%s: brings the numbers that one image becomes to more than %d in all" % (where, MOST_NUMBERS))
        if self.products > MOST_PRODUCTS:
            raise WeightsError("%s: brings the multiplications for one image to more than %d in all" % (where, MOST_PRODUCTS))


def check_reach(layers: list, tensors: dict, temperature: float) -> None:
    """Raise WeightsError if an image could drive a sum beyond LARGEST.

    Interval arithmetic: no pixel is larger than 1, and no sum of a layer larger than the largest input times the largest sum of a
    row's sizes, and the bias. First with a bound for that sum which costs nothing, and that nearly every network meets.
    """
    if overflowing(layers, tensors, temperature, rough_sum) is None:
        return
    field = overflowing(layers, tensors, temperature, row_sum)
    if field is not None:
        raise WeightsError("%s: has numbers so large that sums would not be finite" % field)


def overflowing(layers: list, tensors: dict, temperature: float, sum_of):
    """The name of the field that is to blame, or None."""
    bound = logits = 1.0
    for index, layer in enumerate(layers):
        key = "%d.weights" % index
        if key in tensors:
            gain = sum_of(tensors[key])
            bound = bound * gain + largest(tensors["%d.bias" % index].values)
            if not (gain < LARGEST and bound < LARGEST):
                return "tensors." + key
            logits = bound
        elif layer["kind"] in ("sigmoid", "tanh", "softmax"):
            bound = 1.0
    return None if logits / temperature < LARGEST else "temperature"


def largest(values) -> float:
    return max(max(values), -min(values))


def rough_sum(tensor) -> float:
    """What a row's sizes cannot come to more than."""
    columns = len(tensor.values) // tensor.shape[0]
    return columns * (largest(tensor.values) if tensor.scale is None else STRONGEST * largest(tensor.scale))


def row_sum(tensor) -> float:
    """The largest sum of a row's sizes."""
    columns = len(tensor.values) // tensor.shape[0]
    most = 0.0
    for row in range(tensor.shape[0]):
        total = sum([abs(each) for each in tensor.values[row * columns:(row + 1) * columns]])
        most = max(most, total if tensor.scale is None else total * abs(tensor.scale[row]))
    return most

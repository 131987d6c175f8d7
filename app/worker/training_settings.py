"""What a visitor chooses before a network is trained in the browser, each choice checked and refused in one sentence."""
from dataclasses import dataclass

from app.core.errors import DataError

ACTIVATIONS = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}
OPTIMISERS = ("sgd", "momentum", "adam")
MOST_HIDDEN, WIDEST = 3, 256  # layers, neurons: a desktop trains even these in a minute or two
FEWEST_IMAGES = 100
LOWEST_RATE, HIGHEST_RATE = 1e-5, 10
LARGEST_SEED = 2**31 - 1  # the page's Python has whole numbers of 32 bits from JavaScript


@dataclass(frozen=True, kw_only=True)
class Choices:
    """hidden: neurons of each hidden layer; images: to train on, the first so many; patience: epochs without a lower validation
    loss before it stops, 0 for never."""

    hidden: tuple[int, ...]
    activation: str
    optimiser: str
    rate: float
    batch: int
    images: int
    epochs: int
    patience: int
    seed: int

    @property
    def shape(self) -> list[int]:
        return [784, *self.hidden, 10]

    @property
    def description(self) -> str:
        """The network in the words of architecture.build."""
        hidden = "".join(f"dense {size}, {self.activation}, " for size in self.hidden)
        return f"{hidden}dense 10, softmax"

    @property
    def title(self) -> str:
        """The network in a few words for people: "784-128-64-10, ReLU"."""
        sizes = "-".join(map(str, self.shape))
        return f"{sizes}, {ACTIVATIONS[self.activation]}" if self.hidden else sizes


def choices_of(request: dict, *, images: int) -> Choices:
    """The choices in a request, whose fields are called as they are. images: how many there are. Raises DataError."""
    hidden = request.get("hidden")
    sizes = hidden if isinstance(hidden, list) else [None]
    if len(sizes) > MOST_HIDDEN or not all(is_number(size, 1, WIDEST, whole=True) for size in sizes):
        raise DataError(f"there can be 0 to {MOST_HIDDEN} hidden layers, each of 1 to {WIDEST} neurons")
    return Choices(
        hidden=tuple(sizes),
        activation=one_of(request, "activation", tuple(ACTIVATIONS)),
        optimiser=one_of(request, "optimiser", OPTIMISERS),
        rate=rate_of(request),
        batch=whole_number(request, "batch", 1, 1024, "the size of a batch"),
        images=whole_number(request, "images", FEWEST_IMAGES, images, "the number of images to train on"),
        epochs=whole_number(request, "epochs", 1, 200, "the number of epochs"),
        patience=whole_number(request, "patience", 0, 200, "the patience"),
        seed=whole_number(request, "seed", 0, LARGEST_SEED, "the seed"),
    )


def rate_of(request: dict) -> float:
    """The learning rate in a request. Raises DataError."""
    if not is_number(request.get("rate"), LOWEST_RATE, HIGHEST_RATE):
        raise DataError(f"the learning rate is to be a number from {LOWEST_RATE:.5f} to {HIGHEST_RATE}")
    return float(request["rate"])


def one_of(request: dict, name: str, allowed: tuple[str, ...]) -> str:
    if request.get(name) not in allowed:
        raise DataError(f"the {name} is to be {', '.join(allowed[:-1])} or {allowed[-1]}")
    return request[name]


def whole_number(request: dict, name: str, lowest: int, highest: int, what: str) -> int:
    if not is_number(request.get(name), lowest, highest, whole=True):
        raise DataError(f"{what} is to be a whole number from {lowest:,} to {highest:,}")
    return request[name]


def is_number(value, lowest: float, highest: float, *, whole: bool = False) -> bool:
    """Whether it is a number in that range, which NaN never is."""
    kinds = int if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and lowest <= value <= highest

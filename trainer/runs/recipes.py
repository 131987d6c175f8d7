"""The recipes: each network the project ships, what it is made of and how it is trained, as plain values to read.

The first six are the networks of five public write-ups, trained on MNIST alone; `inkling` is the one the page uses.
`teacher` is shipped nowhere: the flagship learns from its answers as well as from the labels.
"""
from dataclasses import dataclass, field, replace

from trainer.data.samples import Mixture
from trainer.learning.augment import Warp
from trainer.learning.fit import Settings
from trainer.learning.rough import Rough

PLAIN = Mixture()
CONTINUED_RATE = 0.3
CONTINUED_WAY = 0.5


@dataclass(frozen=True)
class Recipe:
    """optimiser: "sgd" or "adam", with its options; rate, schedule, warm_up (steps): the learning rate's course.

    drawings, not_digits: whether real drawings, and others of what is no digit, are mixed in where there are any.
    teacher: the recipe of the network whose answers make up `teacher_share` of every target. uses: epochs for which one
    draw of samples serves. way: how far from the weights that training began with to those it came to those lie that are
    kept.
    """

    name: str
    title: str
    layers: str
    settings: Settings
    rate: float
    optimiser: str = "adam"
    options: dict = field(default_factory=dict)
    schedule: str = "constant"
    warm_up: int = 0
    mixture: Mixture = PLAIN
    drawings: bool = False
    not_digits: bool = False
    teacher: str = ""
    teacher_share: float = 0.0
    uses: int = 1
    way: float = 1.0

    def shortened(self, epochs: int) -> "Recipe":
        """The same with another number of epochs, fewer or more."""
        return replace(self, settings=replace(self.settings, epochs=epochs))

    def continued(self) -> "Recipe":
        """The same for a network that has learnt already, at a learning rate that does not undo it.

        The last weights count: by the validation loss of the people it knows, those it started from might well be best. What
        is kept lies on the way to them, where both what was known and what was learnt are (Wortsman et al., "Robust
        fine-tuning of zero-shot models", 2022).
        """
        return replace(self, rate=self.rate * CONTINUED_RATE, settings=replace(self.settings, keep="last"), way=CONTINUED_WAY)


GENTLE = Warp(rotation=0.1, slant=0.1, scale=0.06, shift=0.5, elastic=0.7, levels=0.0)
STRONG = Warp(rotation=0.12, slant=0.12, scale=0.08, shift=0.7, elastic=1.0)
# Drawings come in hands varied in stroke space already, so their images need little more.
SLIGHT = Warp(rotation=0.04, slant=0.04, scale=0.05, shift=0.5, elastic=0.6)
MIXED = Mixture(variants=8, repeats=2, image_warp=STRONG, drawing_warp=SLIGHT, rough=Rough(share=0.25))

RECIPES = {recipe.name: recipe for recipe in (
    Recipe("softmax", "Softmax regression, 784-10", "dense 10, softmax",
           Settings(epochs=40, average=0.999), rate=1e-3, schedule="cosine"),
    Recipe("mlp-16-16", "784-16-16-10, sigmoid, squared error",
           "dense 16, sigmoid, dense 16, sigmoid, dense 10, sigmoid",
           Settings(epochs=60, batch_size=10, loss="squared_error", l2=2e-5), rate=3.0, optimiser="sgd",
           schedule="cosine"),
    Recipe("mlp-100-30", "784-100-30-10, sigmoid, L2", "dense 100, sigmoid, dense 30, sigmoid, dense 10, softmax",
           Settings(epochs=30, batch_size=10, l2=2e-5, average=0.9995), rate=0.3, optimiser="sgd", schedule="cosine",
           mixture=Mixture(image_warp=GENTLE)),
    Recipe("mlp-128-64", "784-128-64-10, ReLU", "dense 128, relu, dense 64, relu, dense 10, softmax",
           Settings(epochs=30, average=0.999), rate=1e-3, schedule="cosine", warm_up=200,
           mixture=Mixture(image_warp=GENTLE)),
    Recipe("mlp-128-128", "784-128-128-10, ReLU, Adam", "dense 128, relu, dense 128, relu, dense 10, softmax",
           Settings(epochs=30, average=0.999), rate=1e-3, schedule="cosine", warm_up=200,
           mixture=Mixture(image_warp=GENTLE)),
    Recipe("lenet", "A small convolutional network",
           "image, convolution 16 5, max_pool, relu, convolution 32 5, max_pool, relu, flatten, dropout 0.1, "
           "dense 40, relu, dropout 0.1, dense 10, softmax",
           Settings(epochs=50, average=0.999), rate=2e-3, options={"decay": 1e-2}, schedule="cosine", warm_up=500,
           mixture=Mixture(image_warp=GENTLE)),
    Recipe("inkling", "Inkling, 784-512-256-10, ReLU", "dense 512, relu, dense 256, relu, dense 10, softmax",
           Settings(epochs=420, batch_size=256, average=0.9995), rate=1e-3, options={"decay": 1e-2},
           schedule="cosine", warm_up=1000, mixture=replace(MIXED, redrawn=15_000), drawings=True, not_digits=True,
           teacher="teacher", teacher_share=0.7, uses=4),
    Recipe("teacher", "The flagship's teacher, a convolutional network",
           "image, convolution 24 5, max_pool, relu, convolution 48 5, max_pool, relu, flatten, dropout 0.2, "
           "dense 128, relu, dropout 0.3, dense 10, softmax",
           Settings(epochs=12, average=0.999), rate=2e-3, options={"decay": 1e-2}, schedule="cosine", warm_up=500,
           mixture=MIXED, drawings=True, not_digits=True),
)}
FLAGSHIP = "inkling"
SHIPPED = [name for name in RECIPES if name != "teacher"]

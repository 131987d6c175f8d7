"""What the page may ask of a training: the part of the session that serves the lesson in which a network is trained."""
import json

from app.core.errors import DataError
from app.worker.boundary import exported, lasting
from app.worker.image_sets import ImageSets

MOST_SHOWN = 64  # neurons
LONGEST_STEP = 60  # seconds


class TrainingRequests:
    """training: the one that is going on or just over, or None; edits: what the visitor has made of the code that trains, None
    while it is as it was shipped. The trainer's modules and Pillow, which most visits never need, are imported by who asks."""

    def __init__(self, images: ImageSets):
        self.images = images
        self.training = None
        self.edits = None

    @lasting(seconds=5)
    async def train_open(self, request: dict) -> dict:
        """Fetch the images to train on. request: {"url"}. Returns {"count": how many there are to train on, "validation": how many
        only validate, "source"}."""
        opened = await self.images.open("training", request["url"])
        from app.worker import training
        return {"count": training.learnable(self.images.find("training")), "validation": training.VALIDATION,
                "source": opened["source"]}

    @lasting(seconds=15)
    def train_start(self, request: dict) -> dict:
        """Begin with a network of random weights; one that was being trained is forgotten. request: what
        training_settings.Choices has. Returns {"parameters", "shape": [784, ..., 10], "batches": of an epoch, "train",
        "validation": images}. Raises DataError naming the setting."""
        from app.worker import edits, training, training_settings
        pack = self.images.find("training")
        choices = training_settings.choices_of(request, images=training.learnable(pack))
        self.training = training.Training(choices, pack, edits=self.edits or edits.NONE)
        return {"parameters": self.training.run.parameters.size, "shape": choices.shape, "batches": self.training.batches,
                "train": choices.images, "validation": training.VALIDATION}

    @lasting(seconds=15)
    def train_step(self, request: dict) -> dict:
        """Go on. request: {"batches": how many} or {"epochs": how many}, for at most "seconds", or these alone; and "since": how
        many points of the curve the page has. Returns what training.Training.state does; nothing happens once it has stopped."""
        from app.worker.training_settings import is_number
        limits = {name: request[name] for name in ("seconds", "batches", "epochs") if name in request}
        if not limits or {"batches", "epochs"} <= set(limits) or not all(
                is_number(each, 0, LONGEST_STEP if name == "seconds" else 1e9, whole=name != "seconds")
                for name, each in limits.items()):
            raise DataError(f"a step takes 0 to {LONGEST_STEP} seconds, or a whole number of batches or epochs")
        under_way = self.under_way()
        under_way.curve.since(request.get("since", 0))
        under_way.step(**limits)
        return under_way.state(request.get("since", 0))

    @exported
    def train_rate(self, request: dict) -> dict:
        """Learn at another rate from the next batch on, so that the curve is that of this history. request: {"rate"}. Returns
        {"rate", "step": the first that has it}."""
        from app.worker.training_settings import rate_of
        self.under_way().change_rate(rate_of(request))
        return {"rate": self.training.rate, "step": self.training.run.step}

    @exported
    def train_pictures(self, request: dict) -> dict:
        """The weights of the first layer's first neurons, which without a hidden layer are the ten digits. request: {"count": how
        many, "across": how many side by side, by default all}. Returns {"picture": the text of a data: address of a PNG, as
        weight_pictures.tiles makes it, "count", "across", "down", "side": pixels of a tile}."""
        from app.worker import weight_pictures
        from app.worker.training_settings import whole_number
        count = whole_number(request, "count", 1, MOST_SHOWN, "the number of neurons to show")
        shown = self.under_way().first_weights(count)
        across = whole_number({"across": count, **request}, "across", 1, MOST_SHOWN, "the number of neurons side by side")
        across = min(across, len(shown))
        return {"picture": weight_pictures.tiles(shown, across=across), "count": len(shown), "across": across,
                "down": -(-len(shown) // across), "side": weight_pictures.ink.SIZE}

    @exported
    def train_read(self, request: dict) -> dict:
        """Read a drawing by the network as it is now. request: {"strokes"}. Returns {"digit", "probabilities", "sure",
        "pixels"}."""
        return self.under_way().read(request["strokes"])

    @lasting(seconds=5)
    def train_weights(self, _request: dict) -> str:
        """The text of the network's weights document, as it is now, which `add_network` takes."""
        return json.dumps(self.under_way().document())

    @exported
    def train_stop(self, _request: dict) -> dict:
        """Forget it. What was edited stays so."""
        self.training = None
        return {}

    @lasting(seconds=5)
    def edit(self, request: dict) -> dict:
        """Train with the visitor's own version of some of the code, from the next `train_start` on. request: {"file": one of
        edits.EDITABLE, "text": functions and classes to put in the place of those of their name, or None for the code as it was
        shipped}; it takes the place of that file's earlier edit. Returns {"file", "replaced": names}. Raises DataError naming line
        and error."""
        from app.worker import edits
        self.edits = edits.changed(self.edits or edits.NONE, request["file"], request["text"])
        return {"file": request["file"], "replaced": sorted(self.edits.get(request["file"], {}))}

    def under_way(self):
        """The training. Raises DataError when there is none."""
        if self.training is None:
            raise DataError("no network is being trained")
        return self.training

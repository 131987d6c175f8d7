"""MNIST for the page: all test images, to check a network with, a few training images, to compare a drawing with, some more
to mix into a fine-tuning, and many to train a network on in the browser.

The trainer knows how to get MNIST and check it; this module chooses and packs. Visitors fetch the files when they ask
for them and not before. Without MNIST there is a site all the same, and its page says what is left out.
"""

import hashlib
import json
import shutil
import tempfile
import zlib
from pathlib import Path

from app.build.cache import keep
from app.build.imports import modules_of
from app.core.errors import DataError

TEST, SAMPLE, LESSON = "data/mnist-test.bin", "data/mnist-sample.bin", "data/mnist-lesson.bin"
TRAINING = "data/mnist-training.bin"
PACKS = (TEST, SAMPLE, LESSON, TRAINING)
SAMPLE_PER_DIGIT = 140
# Of the images that no recipe trains on, so that what a fine-tuning forgets is measured.
LESSON_MEASURED = 2000
# Six epochs with 12,000 bring 784-128-64-10 to 95.6% of the validation images, with these to 95.9%; with 256 greys no further.
TRAINING_LEARNT, TRAINING_MEASURED = 15_000, 2000
TRAINING_SEED = (0, 4)
# Sixteen greys look the same at the size of a thumbnail, teach a network as well, and take a third less.
GREY_STEP = 17
ROOT = Path(__file__).parents[2]


def make_packs(cache: Path, *, say=print) -> dict[str, bytes]:
    """Return {name in the site: content}, from `cache` if they were made before; {} where MNIST cannot be had.

    What is missing then, and why, is said in one line.
    """
    recipe = sorted(modules_of(ROOT, "app/build/packs.py"))
    key = hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in recipe)).hexdigest()[:16]
    finished = cache / f"packs-{key}"
    if not is_whole(finished):
        shutil.rmtree(finished, ignore_errors=True)
        try:
            packs = packed(cache, say=say)
        except DataError as error:
            say(f"Left out: MNIST's images, so the page cannot be used to check a network; {error}")
            return {}
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "packs"
            for name, content in packs.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(content)
            keep(made, finished)
    return {name: (finished / name).read_bytes() for name in PACKS}


def is_whole(folder: Path) -> bool:
    """Whether a folder of the cache holds the packs, as a visitor's worker would take them."""
    if not folder.exists():
        return False
    try:
        from app.worker.packs import read
    except ModuleNotFoundError:  # without numpy nobody could make them anew either
        return True
    try:
        return all(read((folder / name).read_bytes()) for name in PACKS)
    except (OSError, DataError):
        return False


def packed(cache: Path, *, say=print) -> dict[str, bytes]:
    """The same made anew. Raises DataError when MNIST cannot be had or is damaged, or numpy is missing."""
    try:
        import numpy as np

        from app.worker.packs import ImagePack
        from trainer.data.mnist import SOURCE, mnist
        from trainer.data.portion import sample_of, split_mnist
    except ModuleNotFoundError as error:
        raise DataError(f"{error.name} is not installed (the dependency group \"predict\" has it)") from None
    say("Packing MNIST's images for the page (fetched once if they are not there)")
    test, train = mnist("test", cache=cache), mnist("train", cache=cache)
    sample = np.sort(np.concatenate([evenly(np.flatnonzero(train.labels == digit)) for digit in range(10)]))
    to_train, to_measure = split_mnist(train)
    mixed, measured = sample_of(to_train, seed=0), to_measure.take(slice(LESSON_MEASURED))
    lesson = np.concatenate([mixed[0], measured.images]), np.concatenate([mixed[1], measured.labels])
    rng = np.random.default_rng(TRAINING_SEED)
    learnt, validating = balanced(to_train, TRAINING_LEARNT, rng=rng), balanced(to_measure, TRAINING_MEASURED, rng=rng)
    training = np.concatenate([learnt.images, validating.images]), np.concatenate([learnt.labels, validating.labels])
    told = f"{SOURCE}; {len(mixed[1]):,} to mix into a fine-tuning and {len(measured):,} to measure it on"
    return {
        TEST: write(ImagePack("mnist-test", SOURCE, test.images, test.labels)),
        SAMPLE: write(ImagePack("mnist-sample", f"{SOURCE}; {len(sample):,} of them, in 16 greys",
                                in_greys(train.images[sample]), train.labels[sample])),
        LESSON: write(ImagePack("mnist-lesson", told, *lesson)),
        TRAINING: write(ImagePack("mnist-training", f"{SOURCE}; {len(learnt):,} to train on and {len(validating):,} of those kept "
                                  "for validation, in 16 greys", in_greys(training[0]), training[1])),
    }


def write(pack) -> bytes:
    """The file of an ImagePack, whose layout app/worker/packs.py tells: the same bytes for the same images."""
    import numpy as np

    from app.worker.packs import FORMAT, VERSION

    body = pack.labels.astype(np.uint8).tobytes() + pack.images.astype(np.uint8).tobytes()
    head = {"format": FORMAT, "version": VERSION, "name": pack.name, "source": pack.source, "count": len(pack.labels),
            "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + zlib.compress(body, 9)


def in_greys(images):
    """uint8 images of 256 greys in 16."""
    return (images / GREY_STEP).round() * GREY_STEP


def balanced(images, count: int, *, rng):
    """`count` of the Images, chosen and put in order by chance, of every digit as many."""
    import numpy as np

    of_digits = [rng.permutation(np.flatnonzero(images.labels == digit))[:count // 10] for digit in range(10)]
    return images.take(rng.permutation(np.concatenate(of_digits)))


def evenly(places):
    """SAMPLE_PER_DIGIT of an array of places, as far apart as possible: nobody picks the pretty ones."""
    return places[[len(places) * step // SAMPLE_PER_DIGIT for step in range(SAMPLE_PER_DIGIT)]]

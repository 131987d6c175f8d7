"""One's own IDX files as a test set, and which way up their images lie."""
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from app.core.network import Network
from trainer.data.files import listed
from trainer.data.idx import find, read_idx_file
from trainer.data.mnist import Images
from trainer.learning.reading import logits_of

SAMPLE = 1000  # images that tell which way up all of them lie
DOUBT = 3.0  # standard deviations that a reading must be away from chance to tell it


def idx_folder(folder: Path) -> Images:
    """Any folder that holds one pair of IDX files, such as one's own test set: *-images-idx3-ubyte and its labels.

    The set is named like the folder. Raises DataError unless there is one pair, of as many images as labels, at least
    one, and all labels are digits.
    """
    pairs = [path for path in listed(folder) if "images" in path.name.lower() and "idx3" in path.name.lower()]
    if len(pairs) != 1:
        raise DataError(f"{folder}: expected one file named like *-images-idx3-ubyte, found {len(pairs)}")
    labels = find(folder, pairs[0].name.lower().removesuffix(".gz").replace("images", "labels").replace("idx3", "idx1"))
    if labels is None:
        raise DataError(f"{folder}: has images but no labels file beside them")
    images = read_idx_file(pairs[0], 3).reshape(-1, 784)
    digits = read_idx_file(labels, 1).astype(np.int64)
    if len(images) != len(digits):
        raise DataError(f"{folder}: {len(images)} images but {len(digits)} labels")
    if not len(images):
        raise DataError(f"{pairs[0]}: has no image")
    if digits.max() > 9:
        raise DataError(f"{labels}: has the label {digits.max()}, expected digits 0 to 9")
    return Images(folder.resolve().name, images, digits)


def upright(images: Images, folder: Path, networks: Sequence[Network]) -> tuple[Images, str]:
    """(the images, rows and columns exchanged if they lie as EMNIST's do; a sentence on it, or "" if nothing is odd).

    EMNIST's files hold every image transposed, but people turn them, rename them and pass them on. So the networks tell,
    if reading a sample both ways leaves no doubt: an image counts if it is read rightly one way only. Otherwise the
    name of the file does.
    """
    named = any(path.name.lower().startswith("emnist") for path in listed(folder))
    chosen = np.unique(np.linspace(0, len(images) - 1, SAMPLE).astype(int))
    sample, labels = images.images[chosen], images.labels[chosen]
    right = [sum((logits_of(network, each).argmax(axis=1) == labels).astype(int) for network in networks)
             for each in (sample, transposed(sample))]
    lead = np.sign(right[1] - right[0])
    told = int(lead.sum()) if abs(lead.sum()) > DOUBT * np.sqrt(np.count_nonzero(lead)) else 0
    if told > 0 or (named and not told):
        why = (f"of {len(labels)} looked at, {np.count_nonzero(lead > 0)} are read better that way and "
               f"{np.count_nonzero(lead < 0)} worse" if told else "by the name of the file")
        turned = Images(images.name, transposed(images.images), images.labels)
        return turned, f"its images lie transposed, as EMNIST's do, and were turned upright ({why})"
    return images, "named like EMNIST's, but its images are upright already and were left so" if named else ""


def transposed(images: np.ndarray) -> np.ndarray:
    """Images (n, 784) with rows and columns exchanged."""
    return np.ascontiguousarray(images.reshape(-1, 28, 28).transpose(0, 2, 1)).reshape(-1, 784)

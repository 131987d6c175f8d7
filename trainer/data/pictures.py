"""A folder of labelled pictures, photographed or scanned, as a test set: the digit is the folder's name or the file's.

Either DIR/0/*.png ... DIR/9/*.jpg, or names that begin with the digit, then an underscore or dash: 7_anna.png.
"""
import re
from pathlib import Path

import numpy as np

from app.core import picture
from app.core.errors import DataError, PictureError
from trainer.data.mnist import Images

LABELLED_NAME = re.compile(r"[0-9](?=[_-]|$)")


def picture_folder(folder: Path) -> tuple[Images, list[str]]:
    """(the pictures that could be read, converted as the page converts them; a sentence for each that could not).

    Hidden files are passed over. Raises DataError if there is no such folder, or no picture in it could be read.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    images, labels, problems = [], [], []
    for path in files_of(folder):
        try:
            label = label_of(path, folder)
            images.append(np.rint(255 * picture.to_pixels(path.read_bytes())).astype(np.uint8))
            labels.append(label)
        except OSError as error:
            problems.append(f"{path}: cannot be read, {(error.strerror or str(error)).lower()}")
        except (DataError, PictureError) as error:
            problems.append(f"{path}: {error}")
    if not images:
        raise DataError(f"{folder}: has no picture that could be read" + (f", first {problems[0]}" if problems else ""))
    return Images(folder.resolve().name, np.array(images), np.array(labels, np.int64)), problems


def files_of(folder: Path) -> list[Path]:
    """All files in it and in its folders, in order of their names, so that the same folder always reads the same."""
    return sorted(path for path in folder.rglob("*") if path.is_file()
                  and not any(part.startswith(".") for part in path.relative_to(folder).parts))


def label_of(path: Path, folder: Path) -> int:
    """The digit by the nearest folder named 0 to 9, or else by the file's name; DataError if neither says."""
    for name in reversed(path.relative_to(folder).parts[:-1]):
        if re.fullmatch("[0-9]", name):
            return int(name)
    found = LABELLED_NAME.match(path.stem)
    if found is None:
        raise DataError("which digit? It lies in no folder named 0 to 9, and its name does not begin like 7_ or 7-")
    return int(found[0])

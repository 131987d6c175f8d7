"""A folder of labelled pictures, photographed or scanned, as a test set: the digit is the folder's name or the file's.

Either DIR/0/*.png ... DIR/9/*.jpg, or names that begin with the digit, then an underscore or dash: 7_anna.png.
"""
import os
import re
from pathlib import Path

import numpy as np

from app.core import picture
from app.core.errors import DataError, PictureError
from trainer.data.files import read_bytes, reason
from trainer.data.mnist import Images

LEFT_BY_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin",
                   "system volume information"}
LABELLED_NAME = re.compile(r"[0-9](?=[_-]|$)")


def picture_folder(folder: Path) -> tuple[Images, list[str]]:
    """(the pictures that could be read, converted as the page converts them; a sentence for each that could not).

    Hidden files, and what Windows and macOS leave in every folder, are passed over. Raises DataError if there is no such
    folder, or no picture in it.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    images, labels, problems = [], [], []
    paths, unread = files_of(folder)
    for path in paths:
        try:
            label = label_of(path, folder)
            images.append(np.rint(255 * picture.to_pixels(read_bytes(path))).astype(np.uint8))
            labels.append(label)
        except PictureError as error:
            problems.append(f"{path}: {error}")
        except DataError as error:
            problems.append(str(error))
    problems += unread
    if not images and not problems:
        raise DataError(f"{folder}: has no picture that could be read")
    return Images(folder.resolve().name, np.array(images, np.uint8).reshape(-1, 784), np.array(labels, np.int64)), problems


def files_of(folder: Path) -> tuple[list[Path], list[str]]:
    """(all files in it and in its folders, in order of their names, so that the same folder always reads the same; a
    sentence for each folder that could not be looked into)."""
    found, refused = [], []

    def refuse(error: OSError) -> None:
        refused.append(f"{error.filename}: {reason(error)}")

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if wanted(name)]
        found += [Path(place, name) for name in names if wanted(name)]
    return sorted(found), sorted(refused)


def wanted(name: str) -> bool:
    """Whether somebody put it there, and not their system."""
    return not name.startswith(".") and name.lower() not in LEFT_BY_SYSTEMS


def label_of(path: Path, folder: Path) -> int:
    """The digit by the nearest folder named 0 to 9, or else by the file's name; DataError if neither says."""
    for name in reversed(path.relative_to(folder).parts[:-1]):
        if re.fullmatch("[0-9]", name):
            return int(name)
    found = LABELLED_NAME.match(path.stem)
    if found is None:
        raise DataError(f"{path}: which digit? It lies in no folder named 0 to 9, and its name does not begin like 7_ or 7-")
    return int(found[0])

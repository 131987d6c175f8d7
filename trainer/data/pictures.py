"""A folder of labelled pictures, photographed or scanned, as a test set: the digit is the folder's name or the file's.

Either DIR/0/*.png ... DIR/9/*.jpg, or names that begin with the digit, then an underscore or dash: 7_anna.png.
"""
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import answers
from app.core.errors import DataError, InklingError
from app.inputs import batches
from app.inputs.files import files_in
from app.inputs.pieces import Piece, pieces_in
from app.inputs.pool import Pool
from trainer.data.mnist import Images

LABELLED_NAME = re.compile(r"[0-9](?=[_-]|$)")


def picture_folder(folder: Path) -> tuple[Images, list[str]]:
    """(the pictures that could be read, as `predict` reads them; a sentence for each that could not).

    Hidden files, and what Windows and macOS leave in every folder, are passed over. Raises DataError if there is no such
    folder, or no picture in it.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    images, labels, problems = [], [], []
    with tqdm(desc=f"reading {folder.name}", unit="picture", delay=1, leave=False, dynamic_ncols=True, disable=None) as bar:
        for batch in batches.run(answers.images, labelled(folder), many=Pool):
            for piece, image in batch:
                if isinstance(image, InklingError):
                    problems.append(f"{piece.file}: {image}")
                else:
                    images.append(np.rint(255 * image.pixels).astype(np.uint8))
                    labels.append(label_of(Path(piece.file), folder))
            bar.update(len(batch))
    if not images and not problems:
        raise DataError(f"{folder}: has no picture that could be read")
    return Images(folder.resolve().name, np.array(images, np.uint8).reshape(-1, 784), np.array(labels, np.int64)), problems


def labelled(folder: Path) -> Iterator[Piece]:
    """The pictures of a folder; of those whose digit is not known, that."""
    for path, problem in files_in(folder):
        try:
            if problem:
                raise DataError(problem)
            label_of(path, folder)
        except DataError as error:
            yield Piece(str(path), 0, error)
        else:
            yield from pieces_in(path, picture=True)


def label_of(path: Path, folder: Path) -> int:
    """The digit by the nearest folder named 0 to 9, or else by the file's name; DataError if neither says."""
    for name in reversed(path.relative_to(folder).parts[:-1]):
        if re.fullmatch("[0-9]", name):
            return int(name)
    found = LABELLED_NAME.match(path.stem)
    if found is None:
        raise DataError("which digit? It lies in no folder named 0 to 9, and its name does not begin like 7_ or 7-")
    return int(found[0])

"""Whether what is found in photos of rows is what was written: every character's ink in pieces of its own, and nothing else."""
import numpy as np
from PIL import Image, ImageFilter

from app.core import picture_file, written
from app.core.closer import Look
from app.core.errors import PictureError
from tests.paper import rows

INSIDE = 0.5  # of a piece's pixels lie on what was written, or beside it
OWN = 0.25, 0.3  # of a character's pixels, or of the piece's: with as many of them, a piece is of that character
SEEN = 0.45  # of a character's pixels are in pieces


def problems(taken: rows.Photo, data: bytes) -> list[str]:
    """What is wrong with the pieces found in a photo, in a word or two each."""
    try:
        look = written.look_at(picture_file.decode(data)[0])
    except PictureError as error:
        return [str(error)]
    return compared(taken, look)


def compared(taken: rows.Photo, look: Look) -> list[str]:
    truth = rows.truth(taken, taken.scene.picture)
    near = np.asarray(Image.fromarray((truth > 0).astype(np.uint8)).filter(ImageFilter.MaxFilter(7))) > 0
    count = len(taken.places)
    total = np.bincount(truth.ravel(), minlength=count + 1)[1:]
    seen, found = np.zeros(count), []
    left, top, scale = look.place
    for number, line in enumerate(look.lines):
        for piece in line:
            x = np.clip(left + (piece.columns + 0.5) / scale, 0, truth.shape[1] - 1).astype(int)
            y = np.clip(top + (piece.rows + 0.5) / scale, 0, truth.shape[0] - 1).astype(int)
            if near[y, x].mean() < INSIDE:
                found.append("outside")
                continue
            shares = np.bincount(truth[y, x], minlength=count + 1)[1:] / scale ** 2
            seen += shares
            own = np.flatnonzero((shares > OWN[0] * np.maximum(total, 1)) | (shares > OWN[1] * max(shares.sum(), 1e-9)))
            if len(own) > 1 and not taken.whole:
                found.append("merged")
            if len(own) and number != taken.rows[own[0]]:
                found.append("in another line")
    lost = np.flatnonzero((total > 0) & (seen < SEEN * total))
    return found + ["lost"] * len(lost)

"""Whole numbers and sums as people wrote them, and single signs: files of drawings whose labels are more than a digit.

As with digits, what is held out is held out by writer. Signs are so many, by so many writers, that a writer's name alone decides.
"""
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.errors import DrawingError
from app.core.grammar import CHARACTERS
from app.core.labelled import parse_line
from trainer.data.drawings import judged, name_of
from trainer.data.portion import SPLIT_SEED

TESTED, VALIDATED = 0.36, 0.18  # shares of the writers of whole numbers
# What else people write for a character, or is written in its place in labels.
SAME = str.maketrans({"x": "×", "X": "×", "−": "-", "–": "-", "∶": ":", " ": None, "\n": None, "\t": None})
SOURCES = {
    "unipen-numbers": "UNIPEN Train-R01/V07, 7 and 8 (I. Guyon, L. Schomaker et al.; Zenodo 1195803), CC BY 4.0",
    "unipen-signs": "UNIPEN Train-R01/V07, 1b-1d (I. Guyon, L. Schomaker et al.; Zenodo 1195803), CC BY 4.0",
    "detexify-signs": "Detexify's training data (its users), ODbL 1.0",
}


@dataclass(frozen=True)
class Written:
    """texts: of each drawing, in CHARACTERS; strokes: one drawing each; writers: str (n,); sha256: the file's; refused: what was
    wrong with lines of it that had to be left out, naming the file, or ""."""

    name: str
    texts: list[str]
    strokes: list
    writers: np.ndarray
    sha256: str
    refused: str = ""

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, mask: np.ndarray) -> "Written":
        """Those of the drawings for which mask (n,) is true."""
        places = np.flatnonzero(mask).tolist()
        return Written(self.name, [self.texts[at] for at in places], [self.strokes[at] for at in places], self.writers[mask],
                       self.sha256, self.refused)


def read(path: Path) -> Written:
    """Read a .jsonl or .jsonl.gz file, as many of its lines as can be read.

    Raises DataError naming the file if there is no drawing with a text to be had from it.
    """
    def judge(line: str) -> tuple[str, list, str]:
        drawing = parse_line(line)
        return text_of(drawing.get("label")), drawing["strokes"], str(drawing.get("writer", ""))

    found, sha256, refused = judged(path, judge)
    texts, strokes, writers = zip(*found, strict=True)
    return Written(name_of(path), list(texts), list(strokes), np.array(writers, object), sha256, refused)


def text_of(label) -> str:
    """A label in CHARACTERS alone. Raises DrawingError for one that says anything else."""
    if isinstance(label, int) and not isinstance(label, bool):
        label = str(label)
    text = label.translate(SAME) if isinstance(label, str) else ""
    if not text or set(text) - set(CHARACTERS):
        raise DrawingError("its label is no number or sum in quotation marks")
    return text


def describe(written: Written) -> dict:
    """A file as `training` in the weights names it."""
    return {"name": written.name, "sha256": written.sha256, "drawings": len(written),
            "source": SOURCES.get(written.name, "your own drawings")}


def split_numbers(written: Written) -> dict[str, Written]:
    """{"train", "validation", "test"}, no writer in two of them; the split depends on SPLIT_SEED and the file only."""
    writers = sorted(set(written.writers))
    order = [writers[at] for at in np.random.default_rng(SPLIT_SEED).permutation(len(writers))]
    tested, validated = int(TESTED * len(writers)), int((TESTED + VALIDATED) * len(writers))
    by = {"test": set(order[:tested]), "validation": set(order[tested:validated]), "train": set(order[validated:])}
    return {part: written.take(np.array([writer in chosen for writer in written.writers], bool)) for part, chosen in by.items()}


def split_signs(written: Written) -> dict[str, Written]:
    """The same of signs, by their writers' names: one in ten for testing and two for validation."""
    names = [writer.encode("utf-8", "surrogatepass") for writer in written.writers]  # JSON may have halves of characters
    tenths = np.array([int(hashlib.sha256(name).hexdigest(), 16) % 10 for name in names])
    masks = {"test": tenths == 9, "validation": (tenths == 7) | (tenths == 8), "train": tenths < 7}
    return {part: written.take(mask) for part, mask in masks.items()}


def shows_its_sign(text: str, strokes: list) -> bool:
    """Whether a drawing has what its sign cannot be without: UNIPEN's segments are now and then a part of one, or another.

    A plus has a bar each way, a colon stands, a minus lies, an equals sign has some height, a slash leans to the right.
    """
    points = np.array([point for stroke in strokes for point in stroke], float)
    width, height = np.ptp(points, axis=0)
    middle = (points[:, 1].min() + points[:, 1].max()) / 2
    upper, lower = points[points[:, 1] <= middle, 0], points[points[:, 1] >= middle, 0]
    needed = {"+": height >= 0.4 * width and width >= 0.4 * height, ":": height > width, "-": width >= 1.5 * height,
              "=": height >= 0.1 * width and width > 0.8 * height, "÷": height >= 0.3 * width,
              "/": height > 0 and upper.mean() - lower.mean() >= 0.08 * height}
    return bool(needed.get(text, True))

"""The lines that are written in a picture, as a reader of lines takes them: the pieces of their ink, by the path of their pen."""
import numpy as np

from app.core import inks
from app.core.strokes import SAMPLES, resampled
from app.core.written import Written


class PictureLines:
    """A `line.Writing`. strokes: of each piece, [[[x, y], ...], ...] in pixels of the picture; outlines: closed polygons around its
    ink."""

    def __init__(self, written: Written):
        self.strokes = [strokes for line in written.lines for strokes in line.strokes]
        self.outlines = [outlines for line in written.lines for outlines in line.outlines]
        self.boxes = np.concatenate([np.empty((0, 4)), *(line.boxes for line in written.lines)])
        self.points = np.array([samples_of(strokes) for strokes in self.strokes])
        ends = np.cumsum([len(line) for line in written.lines]).tolist()
        self.lines = [list(range(end - len(line), end)) for line, end in zip(written.lines, ends, strict=True)]

    def drawing(self, group: tuple[int, ...]) -> list:
        """The strokes of some pieces."""
        return [stroke for number in group for stroke in self.strokes[number]]

    def render(self, groups: list[tuple[int, ...]]) -> np.ndarray:
        """float32 (len(groups), 784) in [0, 1]: the network's input for each group of pieces."""
        return inks.render([self.drawing(group) for group in groups])

    def key(self, group: tuple[int, ...]) -> tuple:
        """What is the same for the same ink."""
        return tuple(hash(str(self.strokes[each])) for each in group)

    def names(self, group: tuple[int, ...]) -> tuple[str, list[int]]:
        """(by what a group of pieces is known among others of the picture; their numbers)."""
        return "+".join(map(str, sorted(group))), sorted(group)


def samples_of(strokes: list) -> np.ndarray:
    """SAMPLES places along all strokes of a piece, as many along each as it is long: float (SAMPLES, 2)."""
    places = np.concatenate([resampled(stroke, SAMPLES) for stroke in strokes])
    lengths = np.array([np.hypot(*np.diff(np.array(stroke, float), axis=0).T).sum() for stroke in strokes])
    share = np.repeat(lengths + 1e-9, SAMPLES) / SAMPLES
    at = (np.arange(SAMPLES) + 0.5) / SAMPLES * share.sum()
    return places[np.searchsorted(np.cumsum(share), at).clip(max=len(places) - 1)]

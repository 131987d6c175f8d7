"""How well a network does while it is trained, as points of a curve that a page can draw."""
from app.core.errors import DataError


class Curve:
    """points: [epochs and the part of one, training loss, training accuracy, validation loss, validation accuracy]. The first two
    are means over the images since the last point, each as the network read it when it was its turn; the last two are None
    where nothing was validated. Every number is finite."""

    def __init__(self):
        self.points: list[list] = []
        self.forget()

    def forget(self) -> None:
        self.loss, self.hits, self.images = 0.0, 0.0, 0

    def add(self, loss: float, accuracy: float, *, images: int) -> None:
        """What a batch came to, which the next point tells."""
        self.loss += loss * images
        self.hits += accuracy * images
        self.images += images

    def tell(self, place: float, validation: tuple[float, float] | None = None) -> None:
        """A point at `place`, for all that was added since the last."""
        numbers = place, self.loss / self.images, self.hits / self.images, *(validation or ())
        self.points.append([round(float(each), 5) for each in numbers] + ([] if validation else [None, None]))
        self.forget()

    def latest(self, column: int) -> float | None:
        """The last number told in that column of the points."""
        return next((point[column] for point in reversed(self.points) if point[column] is not None), None)

    def since(self, index) -> list[list]:
        """The points from number `index` on. Raises DataError if that is no number."""
        if not isinstance(index, int) or isinstance(index, bool) or index < 0:
            raise DataError("the point to go on from is to be a whole number from 0")
        return self.points[index:]

"""What the desk and the page tell whoever reads what is on the pad, be it as one digit or as numbers."""


class Reads:
    """Does nothing with it yet. photo: what shows a picture on the pad, and views: what follows the drawing; both come later, and
    are None until then."""

    photo = views = None

    def begin(self):
        """Something is on the pad."""

    def read(self, stamp):
        """Read what is on the pad. stamp: the time of its last point."""

    def forget(self):
        """Nothing is on the pad, or it is somebody else's."""

    def repeat(self):
        """Read it once more, because somebody else answers now."""

    def await_answer(self):
        """Say what becomes of ink that nobody has read yet."""

    def recoloured(self):
        """The page has other colours now."""

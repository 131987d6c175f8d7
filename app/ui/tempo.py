"""The tempo of drawings: when each point came. The strokes stay plain lists of points; this knows of each list its times.

So undo, redo and whoever else moves strokes about need not know of it.
"""

MOST = 400  # strokes whose times are remembered; a drawing of more is not one that anybody replays


class Tempo:
    """Times are milliseconds, of one clock for strokes that were drawn on one visit."""

    def __init__(self):
        self.known = []  # [(stroke, times), ...]

    def begin(self, stroke, stamp) -> list:
        """Somebody begins a stroke. Returns its times, to which those of the next points are to be added."""
        times = [stamp]
        self.known.append((stroke, times))
        if len(self.known) > MOST:
            self.known.pop(0)
        return times

    def take(self, strokes, times):
        """What is known of strokes that were drawn before. times: of each its times or None; or None for all."""
        self.known += [(stroke, moments) for stroke, moments in zip(strokes, times or []) if moments]

    def of(self, strokes):
        """Of each stroke the whole milliseconds of its points, from the first known one on, or None; None where none is known."""
        found = [self.find(stroke) for stroke in strokes]
        known = [times for times in found if times]
        if not known:
            return None
        start = known[0][0]
        return [times and [round(each - start) for each in aligned(times, len(stroke))] for stroke, times in zip(strokes, found)]

    def find(self, stroke):
        for at in range(len(self.known) - 1, -1, -1):
            if self.known[at][0] is stroke:
                return self.known[at][1]
        return None


def aligned(times, count) -> list:
    """As many times as there are points: a stroke that is done loses points, if it is a dot, or gets the place where it ended."""
    return times[:count] + [times[-1]] * (count - len(times))

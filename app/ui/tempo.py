"""The tempo of drawings: when each point came. The strokes stay plain lists of points; this knows of each list its times.

So undo, redo and whoever else moves strokes about need not know of it.
"""

MOST = 400  # strokes whose times are remembered; a drawing of more is not one that anybody replays


class Tempo:
    """Times are milliseconds, of one clock for strokes that were drawn on one visit."""

    def __init__(self):
        # {the stroke's id: (the stroke, its times)}: a list of hundreds, searched for each of hundreds of strokes at every new
        # one, would be felt. Strokes that are held here keep their ids.
        self.known = {}
        self.oldest = []  # the ids, in the order in which they came

    def begin(self, stroke, stamp) -> list:
        """Somebody begins a stroke. Returns its times, to which those of the next points are to be added."""
        times = [stamp]
        self.remember(stroke, times)
        while len(self.oldest) > MOST:
            self.known.pop(self.oldest.pop(0))
        return times

    def take(self, strokes, times):
        """What is known of strokes that were drawn before. times: of each its times or None; or None for all."""
        for stroke, moments in zip(strokes, times or []):
            if moments:
                self.remember(stroke, moments)

    def remember(self, stroke, times):
        if id(stroke) not in self.known:
            self.oldest.append(id(stroke))
        self.known[id(stroke)] = stroke, times

    def of(self, strokes):
        """Of each stroke the whole milliseconds of its points, from the first known one on, or None; None where none is known."""
        found = [self.find(stroke) for stroke in strokes]
        known = [times for times in found if times]
        if not known:
            return None
        start = known[0][0]
        return [times and [round(each - start) for each in aligned(times, len(stroke))] for stroke, times in zip(strokes, found)]

    def find(self, stroke):
        return self.known.get(id(stroke), (None, None))[1]


def aligned(times, count) -> list:
    """As many times as there are points: a stroke that is done loses points, if it is a dot, or gets the place where it ended."""
    return times[:count] + [times[-1]] * (count - len(times))

"""A drawing draws itself on the pad, at the speed at which it was drawn."""
from asyncio import sleep

FRAME = 0.016  # seconds
LONGEST_PAUSE = 1000  # milliseconds: nobody waits longer
SPEED = 0.9  # pad units a millisecond, where nobody knows
PAUSE = 300  # milliseconds between strokes, the same


class Replay:
    """Lays strokes on a pad, as one step that undo takes back.

    strokes: in pad units; times: of each the milliseconds of its points, or None; or None for all.
    """

    def __init__(self, window, pad, strokes, times):
        self.window, self.pad, self.strokes = window, pad, strokes
        self.moments = schedule(strokes, times or [None] * len(strokes))
        self.over = False

    async def run(self):
        """Draw, until all is there or somebody else has taken over."""
        pad, now = self.pad, self.window.performance.now
        pad.load([])
        sheet, begun = pad.sheet, now()
        for stroke, moments in zip(self.strokes, self.moments):
            while now() - begun < moments[0] and not self.over:
                await sleep(FRAME)
            if self.over or pad.sheet is not sheet:
                return
            pad.begin_stroke(*stroke[0])
            sheet.past.pop()  # all strokes together are one step
            own, at = pad.stroke, 1
            while at < len(stroke):
                await sleep(FRAME)
                if self.over or pad.stroke is not own:
                    return
                passed = now() - begun
                while at < len(stroke) and moments[at] <= passed:
                    pad.extend_stroke(*stroke[at])
                    at += 1
            if stroke is not self.strokes[-1]:
                pad.end_stroke()
        self.finish()

    def finish(self):
        """All of it is there now."""
        if not self.over:
            self.over = True
            self.pad.sheet.strokes = list(self.strokes)
            self.pad.replaced()


def schedule(strokes, times) -> list:
    """Of each stroke when its points are to be drawn, in milliseconds from the beginning on."""
    made, now, before = [], 0.0, None
    for stroke, moments in zip(strokes, times):
        if made:
            known = moments and before is not None
            now += min(max(moments[0] - before, 0), LONGEST_PAUSE) if known else PAUSE
        own = [now]
        for at in range(1, len(stroke)):
            now += min(max(moments[at] - moments[at - 1], 0), LONGEST_PAUSE) if moments else far(stroke[at - 1], stroke[at]) / SPEED
            own.append(now)
        before = moments[-1] if moments else None
        made.append(own)
    return made


def far(start, end) -> float:
    return ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5

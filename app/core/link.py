"""A drawing in a link: strokes, and when each point came, in the fragment of an address, which no server ever sees.

    ink=VERSION.MODE.VIEW.DATA

MODE is "d" for one digit, "n" for numbers and sums; VIEW the id of a view that is to be opened, or nothing. DATA is base64url
without padding of three bytes of a checksum of all the rest, and of whole numbers in seven bits a byte, the low ones first:

    the bounding box: left, top and the larger side, in pad units; how many steps that side is divided into; how many strokes; then
    of each stroke: twice its count of points, and one more if its times are known; if they are, the pause before it; its points,
    x and y in steps, the first from the place where the stroke before has ended, each further one from the one before, x doubled,
    and one more if there were points between; and behind each of those, if the times are known, the time since then.

Pauses and times are in TICKs; numbers that may be negative are folded: 0, -1, 1, -2, ... as 0, 1, 2, 3, ... Portable: runs on
CPython and MicroPython alike.
"""
import math

from app.core.binary import a2b_base64, b2a_base64, crc32
from app.core.errors import LinkError
from app.core.ink import bounding_box
from app.core.link_points import filled, significances

NAME, VERSION = "ink", 1
MODES = {"d": "digit", "n": "number"}
LETTERS = "abcdefghijklmnopqrstuvwxyz-"  # of a view's id
LONGEST_VIEW = 20
LONGEST = 2000  # characters that are written, so that QR codes and messengers bear them
LONGEST_READ = 4000
STEPS, FINE_STEPS = {"digit": 1000, "number": 4000}, 8000
# Of a stroke's own size: how far a point may lie from the line without it and be left out. FINE cannot be seen.
FINE, FINER, COARSER = 0.002, 0.001, (0.003, 0.0045, 0.007, 0.01, 0.015, 0.022, 0.03)
TICK = 8  # milliseconds
LONGEST_PAUSE = 60_000 // TICK  # and time from point to point
USUAL_PAUSE = 300 // TICK  # where clocks say nothing sensible
FARTHEST = 100_000  # pad units from the pad's corner
MOST_STROKES, MOST_POINTS, MOST_STEPS = 400, 2000, 100_000
BEHIND = ".,;:)>]\"'"  # what messengers take for part of an address, or people put behind it

NO_LINK = "this link holds no drawing"
ALTERED = "this link was cut off or altered on its way"
HOSTILE = "this link asks for more than a drawing can be"
NEWER = "this link was made by a newer Inkling than this one"
TOO_LONG = "the drawing is too long for a link"


class Link:
    """strokes: in pad units; times: of each stroke the milliseconds of its points, from the drawing's beginning on, or None where
    they are not known; mode: "digit" or "number"; view: the id of a view to open, or ""."""

    def __init__(self, strokes, times, mode, view):
        self.strokes, self.times, self.mode, self.view = strokes, times, mode, view


def is_link(fragment) -> bool:
    """Whether this end of an address, with or without "#", is meant to hold a drawing."""
    return bare(fragment).startswith(NAME + "=")


def bare(fragment) -> str:
    """Without what stands around it; some messengers escape its sign."""
    text = fragment[1:] if fragment.startswith("#") else fragment
    return NAME + "=" + text[len(NAME) + 3:] if text[:len(NAME) + 3].lower() == NAME + "%3d" else text


# Writing

def encode(strokes, times=None, *, mode="digit", view="") -> str:
    """The fragment, without "#", for a drawing in pad units with at least one point.

    times: as in a Link, from any beginning, or None for none. Raises LinkError if it is too long even with few points.
    """
    for text in candidates(strokes, times, mode=mode, view=view):
        return text
    raise LinkError(TOO_LONG)


def candidates(strokes, times=None, *, mode="digit", view=""):
    """The same, as a generator of all that are short enough: the first is what one wants. A drawing of which a network can make
    two things may be read otherwise without the points that were left out; then one of the others will do."""
    kept = [at for at in range(len(strokes)) if strokes[at]]
    times = [times and times[at] for at in kept]
    strokes = [strokes[at] for at in kept]
    left, top, right, bottom = bounding_box(strokes)
    if max(-left, -top, right, bottom) > FARTHEST or len(strokes) > MOST_STROKES:
        return
    least = 0.3 * min(right - left, bottom - top)  # so that what is small in a drawing is no more exact than the rest of it
    weights = [significances(stroke, least) for stroke in strokes]
    head = f"{VERSION}.{'n' if mode == 'number' else 'd'}.{view if is_view(view) else ''}."
    steps, untimed = STEPS[mode], [None] * len(strokes)
    attempts = [(FINE, times, steps), (FINER, times, FINE_STEPS), (None, times, FINE_STEPS), (None, untimed, FINE_STEPS)]
    attempts += [(tolerance, times, steps) for tolerance in COARSER] + [(COARSER[-1], untimed, steps)]
    for tolerance, known, grid in attempts:
        chosen = [[at for at in range(len(weight)) if tolerance is None or weight[at] > tolerance] for weight in weights]
        body = written(strokes, known, chosen, grid)
        text = f"{NAME}={head}{to_text(checksum(head, body) + body)}"
        if len(text) <= LONGEST:
            yield text


def is_view(view) -> bool:
    return len(view) <= LONGEST_VIEW and all([letter in LETTERS for letter in view])


def written(strokes, times, chosen, steps) -> bytes:
    """The bytes behind the checksum. chosen: of each stroke the numbers of the points to write, first and last among them."""
    out = bytearray()
    left, top, right, bottom = bounding_box(strokes)
    left, top = math.floor(left), math.floor(top)
    side = max(math.ceil(right) - left, math.ceil(bottom) - top, 1)
    for value in (folded(left), folded(top), side, steps, len(strokes)):
        put(out, value)
    x = y = 0
    clock = None
    for stroke, moments, numbers in zip(strokes, times, chosen):
        put(out, 2 * len(numbers) + (1 if moments else 0))
        if moments:
            put(out, 0 if clock is None else ticks(clock, moments[0]))
        before = -1
        for at in numbers:
            next_x, next_y = [round((value - start) * steps / side) for value, start in zip(stroke[at], (left, top))]
            put(out, 2 * folded(next_x - x) + (1 if at > before + 1 else 0))
            put(out, folded(next_y - y))
            if moments and at:
                put(out, ticks(clock, moments[at]))
            x, y, clock, before = next_x, next_y, moments[at] if moments else clock, at
    return bytes(out)


def ticks(before, now) -> int:
    """From one time to the next; a clock may have been set back meanwhile, or be another visit's."""
    passed = round((now - before) / TICK)
    return min(passed, LONGEST_PAUSE) if passed >= 0 else USUAL_PAUSE


def put(out, value):
    """Append a whole number, not negative."""
    while value > 127:
        out.append(128 | value & 127)
        value >>= 7
    out.append(value)


def folded(value) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def unfolded(value) -> int:
    return -(value + 1) // 2 if value & 1 else value // 2


def checksum(head, body) -> bytes:
    """Three bytes: of a million altered links none passes by chance, or one in sixteen."""
    value = crc32(body, crc32(head.encode()))
    return bytes([value & 255, value >> 8 & 255, value >> 16 & 255])


def to_text(data) -> str:
    return b2a_base64(data).decode().strip().rstrip("=").replace("+", "-").replace("/", "_")


# Reading

def decode(fragment) -> Link:
    """What a fragment holds, with or without "#". Raises LinkError with one sentence, but for its full stop."""
    if not is_link(fragment):
        raise LinkError(NO_LINK)
    if len(fragment) > LONGEST_READ:
        raise LinkError(HOSTILE)
    text = bare(fragment)[len(NAME) + 1:]
    while text and text[-1] in BEHIND:
        text = text[:-1]
    version, *rest = text.split(".", 3)
    if not version or len(version) > 4 or not all([each in "0123456789" for each in version]):
        raise LinkError(ALTERED)
    if int(version) > VERSION:
        raise LinkError(NEWER)
    if len(rest) != 3 or rest[0] not in MODES or not is_view(rest[1]):
        raise LinkError(ALTERED)
    mode, view, data = rest
    raw = from_text(data)
    head = f"{version}.{mode}.{view}."
    if int(version) != VERSION or len(raw) < 4 or checksum(head, raw[3:]) != raw[:3]:
        raise LinkError(ALTERED)
    strokes, times = read(raw[3:])
    return Link(strokes, times if any([each is not None for each in times]) else None, MODES[mode], view)


def from_text(data) -> bytes:
    """The bytes of base64url that was written here. Raises LinkError for any other text."""
    try:
        raw = a2b_base64(data.replace("-", "+").replace("_", "/") + "=" * (-len(data) % 4))
    except ValueError:
        raise LinkError(ALTERED)
    if to_text(raw) != data:  # what readers pass over, such as spaces, is no part of it
        raise LinkError(ALTERED)
    return raw


class Numbers:
    """Takes whole numbers from bytes. Raises LinkError behind the end, and for any beyond its limit."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, most) -> int:
        value = shift = 0
        while True:
            if self.at == len(self.raw):
                raise LinkError(ALTERED)
            byte = self.raw[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if value > most:
                raise LinkError(HOSTILE)
            if byte < 128:
                return value
            shift += 7
            if shift > 21:
                raise LinkError(HOSTILE)

    def signed(self, most) -> int:
        return unfolded(self.take(2 * most))


def read(raw):
    """(strokes, times) of the bytes behind a checksum. Raises LinkError before anything becomes large."""
    numbers = Numbers(raw)
    left, top, side = numbers.signed(FARTHEST), numbers.signed(FARTHEST), numbers.take(2 * FARTHEST)
    steps, count = numbers.take(MOST_STEPS), numbers.take(MOST_STROKES)
    if not (side and steps and count):
        raise LinkError(ALTERED)
    scale, strokes, times, gaps = side / steps, [], [], []
    x = y = clock = 0
    left_over = MOST_POINTS
    for _ in range(count):
        points = numbers.take(2 * left_over + 1)
        timed, points = points & 1, points >> 1
        left_over -= points
        if not points:
            raise LinkError(ALTERED)
        stroke, moments, between = [], [], []
        if timed:
            clock += numbers.take(LONGEST_PAUSE) * TICK
        for at in range(points):
            value = numbers.take(4 * MOST_STEPS + 1)
            x += unfolded(value >> 1)
            y += unfolded(numbers.take(2 * MOST_STEPS))
            if not (0 <= x <= steps and 0 <= y <= steps):
                raise LinkError(ALTERED)
            if timed:
                clock += numbers.take(LONGEST_PAUSE) * TICK if at else 0
                moments.append(clock)
            stroke.append([round(left + x * scale, 1), round(top + y * scale, 1)])
            between.append(value & 1)
        strokes.append(stroke)
        times.append(moments if timed else None)
        gaps.append(between)
    if numbers.at != len(raw):
        raise LinkError(ALTERED)
    return filled(strokes, times, gaps)

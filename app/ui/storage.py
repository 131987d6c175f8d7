"""The last drawing and what was chosen, kept in the browser so that a reload does not lose them.

A browser may forbid storage or have none left; they then simply are not there after a reload, which harms nothing.
"""
import json
from asyncio import sleep

from app.core import bounded
from app.core.errors import DrawingError
from app.core.ink import check_strokes
from app.ui.browser import promised
from app.ui.words import word

PREFIX = "inkling."  # of all keys
KEY = PREFIX + "drawing"
NUMBERS = PREFIX + "numbers"  # the numbers and sums written last
SHEETS = (KEY, NUMBERS)
MODE = PREFIX + "mode"  # what is read: "number", or nothing for a digit
CHOSEN = PREFIX + "characters"  # what the visitor said that parts of the numbers are
LANGUAGE = PREFIX + "language"  # chosen in the page's menu; app/build/start/words.js reads it
ENDING = ".damaged"  # of the key under which a drawing that could not be read is laid aside
DAMAGED = KEY + ENDING
TEMPO = ".tempo"  # the same, of when the points of the drawing came
NETWORK = PREFIX + "network"  # the one chosen to answer; app/ui/networks.py says how
LONGEST = 1000000  # characters of a drawing: 20,000 points, as many as the pad takes, have fewer
LATEST = 1000000000000  # milliseconds: no time of a point is later
PAUSES = (0.3, 1, 3)  # seconds before a browser whose storage fails is asked once more


class Storage:
    """`await open()` first; until then, and where the browser refuses, nothing is kept.

    trouble: a sentence about a browser that should keep things and does not, or about what was kept and is none, or "".
    """

    def __init__(self, window):
        self.window = window
        self.store = None
        self.trouble = ""
        self.last = None  # the promise of what was put last

    async def open(self):
        """Find the browser's localStorage; merely asking for it may be forbidden, and a look into it may fail."""
        window = self.window
        for pause in PAUSES + (None,):
            try:
                store = await promised(window, window.Reflect, "get", window, "localStorage", window)
                if store:
                    await promised(window, store, "getItem", KEY)
                self.store = store
                break
            except Exception as error:  # the browser's own, whose type differs by engine
                self.refused(error)
                if "Security" in str(error) or "insecure" in str(error):
                    break  # as in a private window, which kept nothing anyhow
            if pause is None:
                self.trouble = word("notice.storage")
            else:
                await sleep(pause)

    def refused(self, error):
        self.window.console.info(f"Nothing is kept here: {error}")

    def get(self, key):
        """The text kept under this key, or None."""
        text = self.store.getItem(key) if self.store else None
        return text if isinstance(text, str) else None

    def put(self, key, text):
        """Keep a text, None for none; done before the browser turns to anything else, but only then: see `written`."""
        if self.store:
            what = ("removeItem", key) if text is None else ("setItem", key, text)
            self.last = promised(self.window, self.store, *what).catch(self.refused)

    async def written(self):
        """Return once all that was put is there, or was refused."""
        if self.last:
            await self.last

    def items(self):
        """{key: text} of all that is kept."""
        keys = list(self.window.Object.keys(self.store)) if self.store else []
        return {key: self.get(key) for key in keys if key.startswith(PREFIX)}

    def save(self, strokes, key=KEY, times=None):
        """Keep this drawing. times: of its points, as app/ui/tempo.py has them."""
        self.put(key, json.dumps(strokes))
        self.put(key + TEMPO, json.dumps(times) if times else None)

    def load(self, key=KEY):
        """The strokes kept last, or [] if there are none; damaged ones are laid aside."""
        text = self.get(key)
        if text is None:
            return []
        strokes = strokes_in(text)
        if strokes is None:
            self.put(key + ENDING, text)
            self.put(key, None)
            self.trouble = word("notice.drawing_damaged")
            return []
        return strokes

    def load_times(self, strokes, key=KEY):
        """The times of the points of a drawing that was kept, or None if there are none for just this one."""
        try:
            times = loaded(self.get(key + TEMPO) or "null")
        except (ValueError, RuntimeError):
            return None
        if not isinstance(times, list) or len(times) != len(strokes):
            return None
        return times if all([fit(moments, stroke) for moments, stroke in zip(times, strokes)]) else None


def fit(times, stroke) -> bool:
    """Whether these may be the times of a stroke's points."""
    if times is None:
        return True
    return isinstance(times, list) and len(times) == len(stroke) and all(
        [type(each) is int and -LATEST < each < LATEST for each in times])


def loaded(text):
    """The value of what is kept as JSON. Raises ValueError, or RuntimeError, for what is none or far too long."""
    if len(text) > LONGEST:
        raise ValueError(len(text))
    return bounded.loads(text)


def strokes_in(text):
    """The strokes of a drawing that is kept, those without a point left out, or None for what is no drawing."""
    try:
        strokes = loaded(text)
        if strokes == []:
            return []
        check_strokes(strokes)
    except (ValueError, RuntimeError, DrawingError):
        return None
    return [stroke for stroke in strokes if stroke]

"""The fields of a weights document, each looked at before anything is made of it. Portable.

Each check raises WeightsError, whose message starts with the field's name. What a stranger wrote is in no message but shortened and
without what cannot be shown.
"""
from app.core.errors import WeightsError

NAMES = {str: "a string", int: "a whole number", dict: "an object", list: "a list"}
MOST_SETS = 100  # of metrics, and figures of each, and numbers of one figure
MOST_RECORD = 20000  # values in the record of a training
DEEPEST_RECORD = 12
LONGEST_TEXT = 20000  # characters of one text of that record
MOST_COUNT = 1000000000
# What turns the text around it about, or hides in it: directions, spaces without width, line and paragraph separators.
HIDDEN = ((0, 31), (127, 160), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF),
          (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFF))


def field(owner: dict, name: str, kind, where: str = ""):
    """owner[name], which must be there and of the given type."""
    if name not in owner:
        raise WeightsError("%s%s: missing" % (where, name))
    value = owner[name]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise WeightsError("%s%s: expected %s" % (where, name, NAMES.get(kind, "a number")))
    return value


def number(owner: dict, name: str, where: str = ""):
    value = field(owner, name, (int, float), where)
    if not -1e30 < value < 1e30:  # false for NaN and infinities too
        raise WeightsError("%s%s: is not a finite number" % (where, name))
    return value


def title(owner: dict, name: str, most: int) -> str:
    """A text that people are shown, on one line."""
    text = field(owner, name, str)
    if not 0 < len(text) <= most or not text.strip():
        raise WeightsError("%s: expected 1 to %d characters" % (name, most))
    if not is_showable(text):
        raise WeightsError("%s: has characters that cannot be shown" % name)
    return text


def is_showable(text: str) -> bool:
    """Whether all of it can be seen where it is shown. text: of at least one character."""
    return (min(text) >= " " and max(text) <= "~") or not any([is_hidden(each) for each in text])


def is_hidden(character: str) -> bool:
    code = ord(character)
    return any([first <= code <= last for first, last in HIDDEN])


def shown(key: str) -> str:
    """A stranger's key as a message may have it."""
    return "".join(["?" if is_hidden(each) or each == ":" else each for each in key[:40]])


def is_well_formed(text: str) -> bool:
    """Whether it can be written as UTF-8: a lone half of a pair of surrogates cannot."""
    try:
        raw = text.encode()  # CPython refuses them here, MicroPython does not
    except UnicodeError:
        return False
    at = raw.find(b"\xed")
    while at >= 0:
        if raw[at + 1] >= 0xA0:
            return False
        at = raw.find(b"\xed", at + 1)
    return True


def check_metrics(metrics: dict) -> None:
    """By set of images, what was measured: numbers, lists of numbers, or null where there is nothing to measure."""
    check_names(metrics, "metrics")
    for name in metrics:
        where = "metrics.%s" % shown(name)
        figures = metrics[name]
        if not isinstance(figures, dict):
            raise WeightsError("%s: expected an object" % where)
        check_names(figures, where)
        for key in figures:
            if not all([is_figure(each) for each in figures_in(figures[key])]):
                raise WeightsError("%s.%s: expected a finite number, null, or a list of these" % (where, shown(key)))
        if figures.get("accuracy") is not None:
            if not isinstance(figures["accuracy"], (int, float)) or not 0 <= figures["accuracy"] <= 1:
                raise WeightsError("%s.accuracy: expected a number from 0 to 1" % where)
            if not 0 <= field(figures, "n", int, where + ".") <= MOST_COUNT:
                raise WeightsError("%s.n: expected 0 to %d" % (where, MOST_COUNT))


def figures_in(value):
    """Of a number itself, or of numbers in a list or under names, as those of lines have by kind of character."""
    if isinstance(value, dict):
        check_names(value, "metrics")
        return list(value.values())
    return value if isinstance(value, list) and len(value) <= MOST_SETS else [value]


def is_figure(value) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool) and -1e30 < value < 1e30)


def check_names(owner: dict, where: str) -> None:
    if len(owner) > MOST_SETS:
        raise WeightsError("%s: has more than %d entries" % (where, MOST_SETS))
    for name in owner:
        if not 0 < len(name) <= 200 or not is_showable(name):
            raise WeightsError("%s: has a name that cannot be shown" % where)


def check_record(record: dict) -> None:
    """What is told of the training: anything that JSON can say, of a sensible size."""
    waiting, count = [(record, 1)], 0
    while waiting:
        value, depth = waiting.pop()
        parts = [value]
        if isinstance(value, (dict, list, tuple)):
            parts = list(value) if isinstance(value, dict) else []
            inner = value.values() if isinstance(value, dict) else value
            waiting += [(each, depth + 1) for each in inner]
        count += 1
        if depth > DEEPEST_RECORD or count + len(waiting) > MOST_RECORD:
            raise WeightsError("training: is nested more than %d deep or has more than %d values" % (DEEPEST_RECORD, MOST_RECORD))
        for each in parts:
            if isinstance(each, str):
                if len(each) > LONGEST_TEXT or not is_well_formed(each):
                    raise WeightsError("training: has a text that is too long or not well-formed")
            elif not isinstance(each, bool) and not is_figure(each):
                raise WeightsError("training: has a number that is not finite")

"""The link for what is on the pad, tried before it is handed out: what comes of it is read as the drawing is."""
from app.core.errors import InklingError, LinkError
from app.core.link import TOO_LONG, candidates, decode

NEAR = 0.02  # so near are the probabilities


async def fragment_of(strokes, times, *, mode, view, digits, number_reader):
    """The fragment of the first link that is read alike, or, where none is, of the first. Raises LinkError for a drawing that is
    too long."""
    first = None
    try:
        for text in candidates(strokes, times, mode=mode, view=view):
            if first is None:
                first, wanted = text, await read(strokes, mode, digits.reader, number_reader)
            if wanted is None or alike(wanted, await read(decode(text).strokes, mode, digits.reader, number_reader)):
                return text
    except LinkError:
        raise
    except InklingError:
        pass  # who reads has just gone, and the link is none the worse for it
    if first is None:
        raise LinkError(TOO_LONG)
    return first


async def read(strokes, mode, reader, number_reader):
    """What is read: probabilities of a digit, or a text; None where nobody is there to read it."""
    if mode == "digit":
        return (await reader.read(strokes))["probabilities"] if reader.able else None
    return (await number_reader.read(strokes, {}))["text"] if number_reader.client.able else None


def alike(one, other) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return max([abs(one[at] - other[at]) for at in range(len(one))]) <= NEAR

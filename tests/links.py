"""`python -m tests.links`: drawings of held-out writers through a link and back, how long the links are, and how they are read.

With --altered N also N altered links: how many were noticed, and how long the slowest took.
"""
import argparse
import random
import statistics
import time
from functools import cache
from pathlib import Path

import numpy as np

from app.core import inks, link, network, weights
from app.core.errors import LinkError
from app.core.functional import softmax
from app.core.ink import bounding_box
from tests.readings import WEIGHTS
from trainer.data.corpus import choose_writers
from trainer.data.drawings import read

FILES = ("uji2-digits", "unipen-digits")
DATA = Path(__file__).parents[2] / "shared" / "data"
SIZE = 640  # pad units: about what people fill of the pad
NEAR = 0.02  # so near are the probabilities of the drawing and of what came of its link
SLOWEST = 0.05  # seconds of this thread's own time
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def held_out(folder: Path, count: int, *, which: str = "test", seed: int = 1) -> list[list]:
    """The strokes of `count` drawings by writers that nothing was trained on, in pad units. which: "test", or "validation", by
    which the link's tolerances are chosen. Raises DataError without the files."""
    found = []
    for name in FILES:
        drawings = read(folder / f"{name}.jsonl.gz")
        found += drawings.take(drawings.by(choose_writers(drawings)[which == "validation"])).strokes
    chosen = np.random.default_rng(seed).permutation(len(found))[:count]
    return [on_pad(found[at]) for at in chosen]


def on_pad(strokes: list) -> list:
    """In the middle of the pad, with a tenth of a unit's precision, as the pad gives it."""
    left, top, right, bottom = bounding_box(strokes)
    scale = SIZE / (max(right - left, bottom - top) or 1)
    return [[[round(500 + (x - (left + right) / 2) * scale, 1), round(500 + (y - (top + bottom) / 2) * scale, 1)]
             for x, y in stroke] for stroke in strokes]


def times_of(strokes: list) -> list:
    """As a tablet gives them: a point every 8 to 17 ms, a pause of 0.3 s between strokes."""
    chance, now, times = random.Random(len(strokes[0])), 0.0, []
    for stroke in strokes:
        times.append([])
        for _ in stroke:
            times[-1].append(now)
            now += chance.uniform(8, 17)
        now += 300
    return times


def altered(text: str, chance: random.Random) -> str:
    """Cut, or something put in, taken out, swapped, doubled or flipped, once or a few times."""
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        near = min(at + chance.randint(1, 3), len(text))
        letter = chance.choice(ALPHABET + ".=%# é\ud800\x00")
        text = chance.choice([
            text[:at], text[at:], text[:at] + letter + text[at:], text[:at] + text[near:], text[:at] + letter + text[at + 1:],
            text[:at] + text[to:] + text[at:to], text[:to] + text[at:], text[:at] + text[at:to].swapcase() + text[to:],
        ]) or "#"
    return text


def forged(chance: random.Random) -> str:
    """A link whose checksum is right, around bytes that nobody has written."""
    body = bytes(chance.choice([0, 1, 2, 63, 127, 128, 255, chance.randrange(256)]) for _ in range(chance.randrange(2900)))
    if chance.random() < 0.7:  # a head that is read, so that what follows is, too
        start = bytearray()
        for value in (chance.randrange(2000), chance.randrange(2000), chance.choice([1, 700, 200_000]),
                      chance.choice([1, 500, 100_000]), chance.choice([1, 3, 400])):
            link.put(start, value)
        body = bytes(start) + body
    head = f"1.{chance.choice('dn')}.."
    return f"ink={head}{link.to_text(link.checksum(head, body) + body)}"


def outcome(text: str) -> tuple[link.Link | None, float]:
    """(what it holds, or None where it is refused; how long that took, of a few times the shortest where it took long, because
    Python collects whatever garbage there is when it likes)."""
    taken: list[float] = []
    while not taken or (taken[-1] > SLOWEST and len(taken) < 3):
        start = time.thread_time()
        try:
            found = link.decode(text)
        except LinkError:
            found = None
        taken.append(time.thread_time() - start)
    return found, min(taken)


def judge_altered(links: list[str], count: int, *, seed: int = 1) -> tuple[int, float]:
    """(how many of so many altered links, a fifth of them forged, were refused; the longest time). Raises AssertionError for one
    that is taken for another drawing."""
    chance = random.Random(seed)
    refused, slowest = 0, 0.0
    for at in range(count):
        whole = chance.choice(links)
        found, seconds = outcome(forged(chance) if at % 5 == 0 else altered(whole, chance))
        slowest = max(slowest, seconds)
        refused += found is None
        assert found is None or at % 5 == 0 or same(found, link.decode(whole)), whole
    return refused, slowest


def same(one: link.Link, other: link.Link) -> bool:
    return vars(one) == vars(other)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000, metavar="N", help="how many drawings (default: %(default)s)")
    options.add_argument("--altered", type=int, default=20_000, metavar="N", help="how many altered links (default: %(default)s)")
    options.add_argument("--set", choices=["test", "validation"], default="test", help="whose drawings (default: %(default)s)")
    options.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="the files of drawings")
    arguments = options.parse_args()
    drawings = held_out(arguments.data, arguments.count, which=arguments.set)
    links = [link.encode(strokes, times_of(strokes)) for strokes in drawings]
    print("Links as they are first made:", lengths(links), agreement(drawings, links), sep="\n  ")
    links = [shared(strokes) for strokes in drawings]
    print("Links as the page hands them out:", lengths(links), agreement(drawings, links), sep="\n  ")
    refused, slowest = judge_altered(links, arguments.altered)
    print(f"{arguments.altered:,} altered links: {refused:,} refused, the others unharmed or well forged; "
          f"slowest {1000 * slowest:.2f} ms")


def lengths(links: list[str]) -> str:
    counts = sorted(map(len, links))
    part = statistics.quantiles(counts, n=100)
    return (f"{len(counts):,} links: median {counts[len(counts) // 2]} characters, a tenth under {part[9]:.0f}, a tenth over "
            f"{part[89]:.0f}, longest {counts[-1]}")


def agreement(drawings: list, links: list[str]) -> str:
    """How drawings and what came of their links are read, by the shipped network."""
    one, other = read_all(drawings), read_all([link.decode(text).strokes for text in links])
    off = np.abs(one - other).max(axis=1)
    return (f"{len(drawings):,} drawings: {int((one.argmax(axis=1) == other.argmax(axis=1)).sum()):,} read as the same digit; "
            f"probabilities off by {off.max():.4f} at most, by {np.percentile(off, 99):.4f} in 99 of 100, "
            f"{int((off > NEAR).sum())} by more than {NEAR}")


def shared(strokes: list) -> str:
    """The link that the page makes of a drawing: the first that is read alike, as app/ui/links/proved.py does."""
    links = list(link.candidates(strokes, times_of(strokes)))
    one, *others = read_all([strokes, *(link.decode(text).strokes for text in links)])
    return next((text for text, other in zip(links, others, strict=True) if np.abs(one - other).max() <= NEAR), links[0])


@cache
def reader() -> network.Network:
    return network.from_weights(weights.parse(WEIGHTS.read_text(encoding="utf-8")))


def read_all(drawings: list) -> np.ndarray:
    """float (n, 10): the probabilities of each."""
    return softmax(reader().logits(inks.render(drawings)).astype(np.float64), reader().temperature)


if __name__ == "__main__":
    main()

"""Ways in which JSON comes to harm: its values, by one who knows what a document is made of, then its text and bytes, blindly."""
import copy
import json
from random import Random

from tests.fuzz.damage import cut, double, flip, insert, remove, swap

# Where types, signs, precisions and encodings go wrong.
TELLING = (None, True, False, 0, 1, -1, 0.5, 7, 10, 28, 784, 8192, 8193, 1e-300, 1e30, 3e38, 1e308, -1e308, 2 ** 31, 2 ** 53 + 1,
           10 ** 30, -10 ** 400, float("nan"), float("inf"), -float("inf"), "", "7", "٣", "NaN", "\ud800", "\udfff\ud800", "\x00",
           "two\nlines", "\u202e", "\u200b", "é" * 5000, "A" * 100_000, [], {}, [[]], [[[]]], {"": 1}, [0] * 784, [[1, 2]] * 300)
BETWEEN = (0, 1, 5, 40, 3000, 20_000)  # how deep what is wrapped goes
WAYS = (flip, flip, cut, double, insert, remove, swap)


def harmed(document, random: Random) -> bytes:
    """The text of a document after one to three harms to its values, and now and then to its text."""
    tree = {"": copy.deepcopy(document)}
    for _ in range(random.choice([0, 1, 1, 1, 2, 3])):
        change(tree, random)
    text = json.dumps(tree.get(""), ensure_ascii=random.random() < 0.7)
    if random.random() < 0.15:
        text = nested(text, random)
    data = text.encode(errors="surrogatepass")
    if random.random() < 0.25:
        data = random.choice(WAYS)(data, random)
    return data[:5_000_000]


def places(tree) -> list:
    """[(owner, key), ...] of everything in it."""
    found, waiting = [], [tree]
    while waiting:
        owner = waiting.pop()
        keys = list(owner) if isinstance(owner, dict) else range(len(owner))
        found += [(owner, key) for key in keys]
        waiting += [owner[key] for key in keys if isinstance(owner[key], dict | list)]
    return found


def change(tree, random: Random) -> None:
    """One harm, in place."""
    owner, key = random.choice(places(tree))
    value = owner[key]
    kind = random.choice(["value", "value", "value", "lose", "double", "swap", "number", "number", "text", "wrap", "many", "name"])
    if kind == "value":
        owner[key] = copy.deepcopy(random.choice(TELLING))
    elif kind == "lose" and owner is not tree:
        del owner[key]
    elif kind == "double" and isinstance(owner, list) and len(owner) < 1000:
        owner[key:key] = [copy.deepcopy(value) for _ in range(random.choice([1, 2, 30]))]
    elif kind == "swap":
        other, place = random.choice(places(tree))
        owner[key] = copy.deepcopy(other[place]) if size(other[place]) < 5000 else None
    elif kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        far = [value * factor for factor in (1e9, 1e-9, 1e37)] if abs(value) < 1e200 else []
        owner[key] = random.choice([-value, value + 1, str(value), random.random(), *far])
    elif kind == "text" and isinstance(value, str):
        at = random.randint(0, len(value))
        owner[key] = value[:at] + random.choice(["", "\ud800", "!", "=", "\x00", value[:50]]) + value[at + random.randint(0, 3):]
    elif kind == "wrap":
        owner[key] = random.choice([[value], {"x": value}, [value, value]]) if size(value) < 5000 else [value]
    elif kind == "many" and isinstance(value, dict):
        value.update({random.choice(["x", "mnist-", "0."]) + str(at): at for at in range(random.choice([3, 200, 20_000]))})
    elif kind == "name" and isinstance(owner, dict) and owner is not tree:
        owner[random.choice(["", "x", "\ud800", "kind", "__class__", key + " ", "n" * 5000])] = owner.pop(key)


def size(value) -> int:
    return len(places({"": value})) if isinstance(value, dict | list) else 1


def nested(text: str, random: Random) -> str:
    """Brackets by the thousand, closed or not, where a value was or around all."""
    deep = random.choice(BETWEEN)
    opened, closed = random.choice([("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
    inner = opened * deep + random.choice(["1", "", text[:100]]) + closed * random.choice([deep, deep, 0])
    at = text.find(":", random.randint(0, len(text)))
    return random.choice([opened * deep + text + closed * deep, text[:at + 1] + inner + text[at + 1:], text[:at + 1] + inner])

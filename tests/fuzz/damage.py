"""Ways in which a picture file comes to harm: some blind, some by one who knows how the file is built.

Each takes a random.Random, which a seed or Hypothesis may drive.
"""
import struct
import zlib
from random import Random

from tests.fuzz.files import foreign, valid

PNG_START = b"\x89PNG\r\n\x1a\n"
# Where off-by-ones, signs and multiplications go wrong, and what promises 40 million pixels or more.
TELLING = (0, 1, 2, 7, 8, 127, 128, 255, 256, 2440, 6324, 6325, 16_383, 16_384, 30_000, 32_767, 32_768, 65_535, 65_536, 178_956_970,
           2 ** 24 - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1)
LARGEST = 300_000  # bytes: a harm that makes a file larger than this is not done


def damaged(random: Random) -> tuple[str, bytes]:
    """(the file that it was, its bytes after one to three kinds of harm)."""
    files = valid()
    name = random.choice(sorted(files))
    data = files[name]
    for _ in range(random.choice([1, 1, 1, 2, 2, 3])):
        harmed = random.choice(HARMS)(data, random)
        if len(harmed) <= max(LARGEST, len(data)):
            data = harmed
    return name, data


def place(data: bytes, random: Random) -> int:
    """Somewhere in it, half of the time near the start, where headers are, and seldom in the words that say what kind it is."""
    first = 0 if random.random() < 0.1 else min(len(data), 8)
    return random.randint(first, min(len(data), 80) if random.random() < 0.5 else len(data))


def flip(data: bytes, random: Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 12) if data else 0):
        at = min(place(data, random), len(data) - 1)
        one_bit = changed[at] ^ 1 << random.randint(0, 7)
        changed[at] = random.choice([0, 255, random.randint(0, 255), one_bit, (changed[at] + 1) % 256])
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    """Its end is missing, as of a download that broke off."""
    return data[:place(data, random)]


def remove(data: bytes, random: Random) -> bytes:
    start = place(data, random)
    return data[:start] + data[start + random.randint(1, 64):]


def double(data: bytes, random: Random) -> bytes:
    """A piece comes twice, or many times."""
    start = place(data, random)
    piece = data[start:start + random.randint(1, 512)]
    return data[:start] + piece * random.choice([2, 3, 50]) + data[start + len(piece):]


def swap(data: bytes, random: Random) -> bytes:
    """Two neighbouring pieces change places."""
    first, second, third = sorted(place(data, random) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def insert(data: bytes, random: Random) -> bytes:
    at, many = place(data, random), random.randint(1, 2000)
    return data[:at] + random.choice([random.randbytes(many % 40), bytes(many), b"\xff" * (many % 40)]) + data[at:]


def splice(data: bytes, random: Random) -> bytes:
    """The beginning of one file and the end of another."""
    others = valid() | foreign()
    other = others[random.choice(sorted(others))]
    return data[:place(data, random)] + other[place(other, random):]


def number(data: bytes, random: Random) -> bytes:
    """A length, size or offset says something else, in either order of bytes."""
    kind = random.choice(["<H", ">H", "<I", ">I"])
    size = struct.calcsize(kind)
    at = place(data, random)
    value = random.choice(TELLING) % 256 ** size
    return data[:at] + struct.pack(kind, value) + data[at + size:]


def dimensions(data: bytes, random: Random) -> bytes:
    """Another width and height where the format has them."""
    sides = [1, 2, 3, 57, 300, 2440, 6324, 16_383, 30_000, 65_535, random.randint(1, 9000)]
    width, height = random.choice(sides), random.choice(sides)
    if data.startswith(PNG_START):
        return checked(data[:16] + struct.pack(">II", width, height) + data[24:])
    if data.startswith(b"\xff\xd8"):
        at = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
        return data[:at + 5] + struct.pack(">HH", height, width) + data[at + 9:] if at > 0 else data
    if data.startswith(b"GIF"):
        at = data.find(b"\x2c", 13)
        screen = data[:6] + struct.pack("<HH", width, height) + data[10:]
        frame = struct.pack("<4H", *random.choice([(0, 0), (5, 70), (65_535, 1)]), width, height)
        return random.choice([screen, screen[:at + 1] + frame + screen[at + 9:]])
    if data.startswith(b"BM"):
        return data[:18] + struct.pack("<ii", width, random.choice([height, -height])) + data[26:]
    if data[12:16] == b"VP8X":
        return data[:24] + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3] + data[30:]
    at = data.find(b"\x9d\x01\x2a")
    return data[:at + 3] + struct.pack("<HH", width % 16_384, height % 16_384) + data[at + 7:] if at > 0 else data


def parts(data: bytes) -> list[bytes]:
    """The file's header, chunks, segments or blocks, which together are the file; whole if it is not built of such."""
    if data.startswith(PNG_START):
        return pieces(data, 8, lambda at: 12 + int.from_bytes(data[at:at + 4], "big"))
    if data.startswith(b"RIFF"):
        return pieces(data, 12, lambda at: 8 + -(-int.from_bytes(data[at + 4:at + 8], "little") // 2) * 2)
    if data.startswith(b"\xff\xd8"):
        start = max(data.find(b"\xff\xda"), 2)
        return pieces(data[:start], 2, lambda at: 2 + int.from_bytes(data[at + 2:at + 4], "big")) + split(data[start:], b"\xff\xda")
    if data.startswith(b"GIF"):
        return split(data, b"\x21\xf9")
    return [data[:14], data[14:54], data[54:]]


def pieces(data: bytes, start: int, length) -> list[bytes]:
    """From `start` on, each as long as `length` says of the place where it begins."""
    found = [data[:start]]
    while start < len(data):
        found.append(data[start:start + length(start)])
        start += len(found[-1])
    return found


def split(data: bytes, mark: bytes) -> list[bytes]:
    """At every mark, each of which begins a piece."""
    first, *others = data.split(mark)
    return [first, *(mark + other for other in others)]


def rearrange(data: bytes, random: Random) -> bytes:
    """A chunk is doubled, lost, moved, put in from another file of the kind, or spoilt within."""
    found = parts(data)
    at = random.randrange(len(found))
    how = random.choice(["double", "lose", "move", "borrow", "spoil"])
    if how == "double":
        found[at:at] = [found[at]] * random.choice([1, 2, 30])
    elif how == "lose":
        del found[at]
    elif how == "move":
        found.insert(random.randrange(len(found) + 1), found.pop(at))
    elif how == "borrow":
        kin = [other for other in valid().values() if other[:4] == data[:4]] or [data]
        found.insert(at, random.choice(parts(random.choice(kin))))
    else:
        found[at] = random.choice([flip, cut, number, remove])(found[at], random)
    return checked(b"".join(found))


def checked(data: bytes) -> bytes:
    """A PNG with its checksums right again and a WebP with its length, so that harm is not found out at once."""
    if data.startswith(PNG_START):
        start, *chunks = parts(data)
        return start + b"".join(each[:-4] + struct.pack(">I", zlib.crc32(each[4:-4])) for each in chunks if len(each) >= 12)
    if data.startswith(b"RIFF") and len(data) >= 12:
        return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    return data


def repack(data: bytes, random: Random) -> bytes:
    """A PNG's lines harmed before they are packed: filters that there are not, too few lines or too many."""
    found = parts(data)
    for at, each in enumerate(found):
        if each[4:8] == b"IDAT":
            try:
                lines = zlib.decompress(each[8:-4])
            except zlib.error:
                return data
            body = zlib.compress(random.choice([flip, cut, double, remove, insert])(lines, random))
            found[at] = struct.pack(">I", len(body)) + b"IDAT" + body + b"\0\0\0\0"
            return checked(b"".join(found))
    return data


def resum(data: bytes, random: Random) -> bytes:
    """Nothing more than right checksums for what has been harmed before."""
    return checked(data)


HARMS = (flip, cut, remove, double, swap, insert, splice, number, dimensions, dimensions, rearrange, rearrange, rearrange, repack,
         resum)

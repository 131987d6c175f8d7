"""Valid pictures of odd shapes, or with more in them than anybody draws."""
import numpy as np
from PIL import Image

from tests.fuzz.files import png, saved, seven
from tests.fuzz.odd.making import odd


@odd
def one_pixel() -> bytes:
    return saved(Image.new("L", (1, 1)), "PNG")


@odd
def one_pixel_wide() -> bytes:
    return png(np.arange(300)[:, None, None] % 256, depth=8, colour=0)


@odd
def line_30000() -> bytes:
    return png(np.where(np.arange(30_000) % 100 < 50, 0, 255)[None, :, None], depth=8, colour=0)


@odd
def column_30000_jpeg() -> bytes:
    return saved(Image.fromarray(np.where(np.arange(30_000) % 100 < 50, 0, 255).astype(np.uint8)[:, None]), "JPEG")


@odd
def ribbon_40_mp() -> bytes:
    """Pixels enough for a poster, in a strip 600 high."""
    return saved(Image.new("L", (65_000, 600), 255), "PNG")


@odd
def all_ink() -> bytes:
    return saved(Image.new("RGB", (400, 300), "black"), "PNG")


@odd
def all_clear() -> bytes:
    return saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG")


@odd
def noise_grey() -> bytes:
    return saved(Image.fromarray(np.random.default_rng(1).integers(0, 256, (700, 900), np.uint8)), "PNG")


@odd
def noise_colour_jpeg() -> bytes:
    return saved(Image.fromarray(np.random.default_rng(2).integers(0, 256, (1500, 2000, 3), np.uint8)), "JPEG")


@odd
def noise_two_12_mp() -> bytes:
    """Black and white at random: as many specks as there can be."""
    return saved(Image.fromarray(np.random.default_rng(3).random((3000, 4000)) < 0.5), "PNG")


@odd
def chequered() -> bytes:
    return saved(Image.fromarray((np.indices((1000, 1000)).sum(axis=0) % 2 * 255).astype(np.uint8)), "PNG")


@odd
def dots_4_mp() -> bytes:
    """A quarter of a million specks, each apart from the others."""
    grey = np.full((2000, 2000), 255, np.uint8)
    grey[::4, ::4] = 0
    return saved(Image.fromarray(grey), "PNG")


@odd
def comb_16_mp() -> bytes:
    """Lines everywhere: the longest centre line that there can be."""
    grey = np.full((4000, 4000), 255, np.uint8)
    grey[:, ::8] = grey[:, 1::8] = grey[:, 2::8] = 0
    grey[0] = 0
    return saved(Image.fromarray(grey), "PNG")


@odd
def spiral() -> bytes:
    """One line wound around itself."""
    angle = np.linspace(0, 80 * np.pi, 200_000)
    grey = np.full((1200, 1200), 255, np.uint8)
    x, y = (np.rint(600 + 2.2 * angle * wave(angle)).astype(int) for wave in (np.cos, np.sin))
    for shift in range(4):
        grey[y, x + shift] = 0
    return saved(Image.fromarray(grey), "PNG")


@odd
def blot_40_mp() -> bytes:
    """A disc as large as the sheet: nothing is thicker."""
    y, x = np.ogrid[-3162:3162, -3162:3162]
    return saved(Image.fromarray(np.where(x * x + y * y < 3000 ** 2, 0, 255).astype(np.uint8)), "PNG", compress_level=1)


@odd
def slope() -> bytes:
    return saved(Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (256, 4))), "PNG")


@odd
def photo_40_mp() -> bytes:
    """A 7 as large as a camera makes it."""
    return saved(seven("RGB", (7300, 5470)), "JPEG")


@odd
def photo_40_mp_progressive() -> bytes:
    return saved(seven("RGB", (7300, 5470)), "JPEG", progressive=True)


@odd
def photo_40_mp_cmyk() -> bytes:
    return saved(seven("CMYK", (7300, 5470)), "JPEG")


@odd
def photo_40_mp_turned() -> bytes:
    tags = Image.Exif()
    tags[274] = 6
    return saved(seven("RGB", (7300, 5470)), "JPEG", exif=tags)

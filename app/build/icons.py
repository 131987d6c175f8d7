"""The site's icons and web manifest, all drawn from one description: a handwritten 3 in ink on paper."""

import json
import math
from pathlib import Path

from PIL import Image, ImageDraw

PAPER = (251, 249, 244)
INK = (29, 30, 44)
ACCENT = (214, 73, 51)
# The strokes of a 3 with a flat top's flourish, and the line it stands on; a unit square, y down.
DIGIT = [
    ((0.33, 0.30), (0.38, 0.17), (0.64, 0.15), (0.65, 0.32)),
    ((0.65, 0.32), (0.66, 0.43), (0.55, 0.46), (0.46, 0.47)),
    ((0.46, 0.47), (0.60, 0.46), (0.71, 0.52), (0.69, 0.63)),
    ((0.69, 0.63), (0.66, 0.80), (0.39, 0.81), (0.31, 0.67)),
]
LINE = ((0.27, 0.885), (0.42, 0.865), (0.58, 0.885), (0.74, 0.87))
DIGIT_WIDTH, LINE_WIDTH = 0.085, 0.035
COLOURS = 64
MASKABLE = 0.72  # Launchers may cut to the inner 80 % circle; the drawing must fit inside it.


def draw(site: Path) -> None:
    """Write favicon.svg, favicon.ico, the PNG icons and manifest.webmanifest into the folder `site`."""
    (site / "favicon.svg").write_text(svg(), encoding="utf-8")
    icon(256).convert("RGB").save(site / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    icon(180).save(site / "apple-touch-icon.png", optimize=True)
    listed = []
    for size in (192, 512):
        for purpose, scale in (("any", 1.0), ("maskable", MASKABLE)):
            name = f"icon-{size}.png" if purpose == "any" else f"icon-{size}-maskable.png"
            icon(size, scale=scale).save(site / name, optimize=True)
            listed.append({"src": name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose})
    manifest = {
        "name": "Inkling",
        "short_name": "Inkling",
        "description": "Draw a digit and see, at once, what a small neural network makes of it and why.",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": _hex(PAPER),
        "theme_color": _hex(PAPER),
        "icons": [{"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}, *listed],
    }
    (site / "manifest.webmanifest").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def icon(size: int, *, scale: float = 1.0) -> Image.Image:
    """Draw the icon as a palette image of size x size pixels, the drawing shrunk about the centre by `scale` in (0, 1]."""
    finer = 4 * size  # Drawn larger and reduced, which is how Pillow gets smooth edges.
    image = Image.new("RGB", (finer, finer), PAPER)
    pen = ImageDraw.Draw(image)
    for curves, width, colour in (([LINE], LINE_WIDTH, ACCENT), (DIGIT, DIGIT_WIDTH, INK)):
        points = [point for curve in curves for point in _along(curve)]
        for index, (x, y) in enumerate(points):
            x, y = (0.5 + scale * (value - 0.5) for value in (x, y))
            # A pen presses harder in the middle of a movement than at its ends.
            swell = 0.82 + 0.18 * math.sin(math.pi * index / (len(points) - 1))
            radius = scale * swell * width / 2
            pen.ellipse([(value * finer) for value in (x - radius, y - radius, x + radius, y + radius)], fill=colour)
    smooth = image.resize((size, size), Image.Resampling.LANCZOS)
    # Two inks on paper and what lies between them: a palette shows no difference and takes a third of the bytes.
    return smooth.quantize(COLOURS, dither=Image.Dither.NONE)


def svg() -> str:
    """The same drawing as SVG, on rounded paper, strokes of even width."""

    def path(curves: list, width: float, colour: tuple) -> str:
        bends = "".join(f"C{' '.join(_pair(point) for point in curve[1:])}" for curve in curves)
        data = f"M{_pair(curves[0][0])}{bends}"
        return f'<path d="{data}" stroke="{_hex(colour)}" stroke-width="{100 * width:g}"/>'

    drawn = path([LINE], LINE_WIDTH, ACCENT) + path(DIGIT, DIGIT_WIDTH, INK)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" fill="none" stroke-linecap="round">'
        f'<rect width="100" height="100" rx="20" fill="{_hex(PAPER)}"/>{drawn}</svg>\n'
    )


def _along(curve: tuple, count: int = 240) -> list[tuple[float, float]]:
    points = []
    for step in range(count):
        t = step / (count - 1)
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        points.append(tuple(sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1)))
    return points


def _pair(point: tuple[float, float]) -> str:
    return f"{100 * point[0]:g},{100 * point[1]:g}"


def _hex(colour: tuple[int, int, int]) -> str:
    return "#" + bytes(colour).hex()

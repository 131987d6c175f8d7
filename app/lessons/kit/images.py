"""Images of 28 by 28 as SVG text: ink as the network gets it."""
from app.ui.views.cells import LEVELS, ink_paths


def paths(pixels):
    """Ink, a path for each strength of it. pixels: 784 numbers in [0, 1]."""
    strengths = ink_paths(pixels)
    return "".join([f'<path fill-opacity="{(at + 1) / LEVELS:.3f}" d="{path}"/>' for at, path in enumerate(strengths) if path])


def image(pixels, label, marks=""):
    """A picture by itself. label: what it shows, in words; marks: SVG that lies on it."""
    return f'<svg class="cells" viewBox="0 0 28 28" role="img" aria-label="{label}">{paths(pixels)}{marks}</svg>'

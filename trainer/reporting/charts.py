"""The pictures of a run report, drawn by matplotlib as SVG that takes its colours from the page it stands in.

Every colour used here is one of `Colours`; in the SVG it becomes the page's custom property of that name, so that one
picture serves the light and the dark theme.
"""
import io
import re

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

INK, SOFT, RULE, ACCENT, SECOND = "#1c2230", "#5c6270", "#e9e6df", "#2f4bd8", "#b4530a"
PROPERTIES = {INK: "ink", SOFT: "soft", RULE: "rule", ACCENT: "accent", SECOND: "second"}
STYLE = {"font.size": 9.5, "font.family": "sans-serif", "svg.fonttype": "none", "text.color": INK,
         "axes.labelcolor": SOFT, "axes.edgecolor": RULE, "axes.titlesize": 10.5, "axes.titlecolor": INK,
         "axes.titlelocation": "left", "axes.titlepad": 10, "axes.spines.top": False, "axes.spines.right": False,
         "axes.grid": True, "grid.color": RULE, "grid.linewidth": 0.8, "axes.axisbelow": True, "xtick.color": SOFT,
         "ytick.color": SOFT, "xtick.major.size": 0, "ytick.major.size": 0, "lines.linewidth": 1.8,
         "legend.frameon": False, "legend.labelcolor": SOFT}


def learning_curves(history: dict[str, np.ndarray], best_epoch: int, *, names=("loss", "accuracy")) -> Figure:
    """By epoch, of what is trained on and of what is validated on. history: columns by name; names: of which."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(4.7 * len(names), 3.3), layout="constrained")
        for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
            few = "o" if len(history["epoch"]) < 15 else None
            axes.plot(history["epoch"], history[name], color=SECOND, label="training", marker=few, markersize=3.5)
            axes.plot(history["epoch"], history[f"validation_{name}"], color=ACCENT, label="validation", marker=few,
                      markersize=3.5)
            axes.axvline(best_epoch, color=SOFT, linewidth=1, linestyle=(0, (2, 3)), label=f"best, epoch {best_epoch}")
            axes.set(title=name.capitalize(), xlabel="epoch")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.set_ylim(*span(np.concatenate([history[name], history[f"validation_{name}"]]), name))
            axes.legend()
            if name == "accuracy":
                axes.yaxis.set_major_formatter(PercentFormatter(1))
    return figure


def span(values: np.ndarray, name: str) -> tuple[float, float]:
    """Where the curves spend their time: the first epochs' jump would flatten all the rest."""
    values = values[np.isfinite(values)]
    if not len(values):
        return 0, 1
    if name == "loss":
        return 0, 1.1 * max(np.quantile(values, 0.96), 1e-3)
    top = min(1.0, values.max() + 0.002)
    low = min(np.quantile(values, 0.06), top - 0.005)
    return max(0.0, low - 0.06 * (top - low)), top


def confusion(matrix: np.ndarray) -> Figure:
    """Counts by true digit (row) and digit read (column); only the mistakes are tinted, the darker the more."""
    with matplotlib.rc_context({**STYLE, "axes.grid": False}):
        figure = Figure(figsize=(4.6, 4.4), layout="constrained")
        axes = figure.subplots()
        mistakes = matrix * (1 - np.eye(10))
        for row, column in np.argwhere(matrix > 0):
            right = row == column
            tint = 0.0 if right else 0.12 + 0.42 * mistakes[row, column] / mistakes.max()
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=ACCENT, alpha=tint, linewidth=0))
            axes.text(column, row, int(matrix[row, column]), ha="center", va="center", color=SOFT if right else INK,
                      fontsize=8 if right else 9)
        axes.set(title="What is read as what", xlabel="digit read", ylabel="true digit", xlim=(-0.5, 9.5),
                 ylim=(9.5, -0.5), xticks=range(10), yticks=range(10), aspect="equal")
        for at in np.arange(-0.5, 10):
            axes.axhline(at, color=RULE, linewidth=0.6)
            axes.axvline(at, color=RULE, linewidth=0.6)
        axes.spines[:].set_visible(False)
    return figure


def per_digit(shares: list) -> Figure:
    """The share of each digit read right; digits the set lacks stay empty."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(4.6, 2.1), layout="constrained")
        axes = figure.subplots()
        known = [(digit, share) for digit, share in enumerate(shares) if share is not None]
        # From zero all bars would look alike; dots may start anywhere.
        low = min(share for _, share in known)
        floor = max(0.0, min(low - 0.25 * (1 - low), 0.985))
        for digit, share in known:
            axes.plot([digit, digit], [floor, share], color=ACCENT, alpha=0.35, linewidth=5, solid_capstyle="butt")
            axes.plot(digit, share, "o", color=ACCENT, markersize=6)
        axes.set(title="Accuracy by digit", xticks=range(10), xlim=(-0.6, 9.6), ylim=(floor, 1 + 0.04 * (1 - floor)))
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.grid(visible=False, axis="x")
    return figure


def calibration(bins: list[tuple[int, float, float]]) -> Figure:
    """How often it is right against how confident it is: on the diagonal, its word can be taken. Larger dots stand for
    more drawings. bins: as `evaluate.calibration_bins` gives them."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(4.6, 2.4), layout="constrained")
        axes = figure.subplots()
        counts, confidence, right = (np.array(column) for column in zip(*bins, strict=True))
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (2, 3)))
        axes.scatter(confidence, right, s=16 + 90 * counts / counts.max(), color=ACCENT, alpha=0.85, linewidths=0)
        axes.set(title="Calibration", xlabel="its confidence", ylabel="share right", xlim=(0, 1.04), ylim=(0, 1.06))
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.yaxis.set_major_formatter(PercentFormatter(1))
    return figure


def to_svg(figure: Figure, label: str) -> str:
    """An <svg> element for a page: no addresses, no fonts, the page's own colours. label: for screen readers."""
    text = io.StringIO()
    # The salt names what one picture refers to inside itself; pictures on one page must not share those names.
    with matplotlib.rc_context({**STYLE, "svg.hashsalt": label}):
        figure.savefig(text, format="svg", transparent=True,
                       metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    svg = text.getvalue()[text.getvalue().index("<svg"):]
    svg = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", svg)  # in a page the parser knows them
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r" font-family: [^;\"]*;?", "", svg)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    for colour, name in PROPERTIES.items():
        svg = svg.replace(colour, f"var(--{name})")
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1).strip()

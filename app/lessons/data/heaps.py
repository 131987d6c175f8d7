"""What lesson 1 draws of pictures that it is given: rows and groups of them, and numbers as one writes them."""
from app.lessons.kit.images import image
from app.ui.views.numbers import MINUS

NO_SAMPLE = "<p>This site was built without MNIST, so there are no pictures to show here.</p>"


def groups_list(groups, means, labels):
    """A list of the groups: the centre as a picture, how many are in it and, with labels, which digits they are."""
    items = []
    for at in range(len(means)):
        size = groups.count(at)
        words = f"<b>{size}</b> {plural(size)}"
        if labels and size:
            counts = [[label for label, where in zip(labels, groups) if where == at].count(digit) for digit in range(10)]
            order = sorted([(-count, digit) for digit, count in enumerate(counts) if count])
            words += "<br>" + ", ".join([f"{-count}\u202f\u00d7\u202f{digit}" for count, digit in order])
        picture = image(means[at], f"Centre of group {at + 1}") if means[at] else ""
        items.append(f"<li>{picture}<span>{words}</span></li>")
    return '<ol class="heaps">%s</ol>' % "".join(items)


def plural(count):
    return "picture" if count == 1 else "pictures"


def row_of(sample):
    """The first pictures of the sample, each with its label."""
    items = []
    for at in range(10):
        label = sample.labels[at]
        picture = image(sample.pixels(at), f"A handwritten {label}")
        items.append(f"<li>{picture}<span>{label}</span></li>")
    return '<ol class="heaps">%s</ol>' % "".join(items)


def pair(one, other, name, other_name):
    items = [f"<li>{image(pixels, words)}<span>{words}</span></li>" for pixels, words in ((one, name), (other, other_name))]
    return '<ul class="heaps">%s</ul>' % "".join(items)


def shown(value):
    """A pixel's value in as few characters as will do."""
    return "0" if value < 0.005 else "1" if value > 0.995 else f"{value:.2f}"[1:]


def grouped_digits(value):
    """A large number, in groups of three."""
    text = f"{round(abs(value)):,}"
    return MINUS + text if value < -0.5 else text

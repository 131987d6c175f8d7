"""Functions and classes in the text of a module: finding them, and putting others in their place."""


def blocks(text) -> list:
    """[(name, first line, line after the last)] of every function and class at the top level; lines count from 0."""
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        words = line.replace("(", " ").replace(":", " ").split()
        if len(words) > 1 and words[0] in ("def", "class", "async") and not line.startswith(" "):
            end = at + 1
            while end < len(lines) and (not lines[end].strip() or lines[end][0] in " )\t"):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            found.append((words[2] if words[0] == "async" else words[1], at, end))
    return found


def extract(text, names) -> str:
    """The functions and classes of these names, in this order, two lines apart. Raises ValueError if one is not there."""
    lines, places = text.split("\n"), {name: (start, end) for name, start, end in blocks(text)}
    parts = []
    for name in names:
        if name not in places:
            raise ValueError(f"there is no {name} in it")
        start, end = places[name]
        parts.append("\n".join(lines[start:end]))
    return "\n\n\n".join(parts)

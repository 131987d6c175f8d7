"""A script of ours without its comments, the white space that only people need, and the length of its private names: for hosts that
pay by the byte."""

import re

# What is kept as it is, texts and patterns; and a comment, which goes.
KEPT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|`[^`]*`|(?<=[(=,])/(?![*/])(?:[^/\\\n]|\\.)+/|//[^\n]*)""")
AROUND = re.compile(r"\s*([{}()\[\];,:=<>?&|!*])\s*")
PRIVATE = re.compile(r"(?<=this\.)#\w+|(?<=\s)#\w+(?=[ (;])")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def squeezed(script: str) -> str:
    """The same program. It has to end its statements with semicolons, to have texts in double quotes or backticks only and none in
    another, and at most 26 private names."""
    names = dict(zip(dict.fromkeys(PRIVATE.findall(script)), (f"#{letter}" for letter in LETTERS), strict=False))
    script = "".join(part for part in KEPT.split(script) if not part.startswith("//"))
    parts = KEPT.split(PRIVATE.sub(lambda found: names[found[0]], script))
    for at, part in enumerate(parts):
        if at % 2 == 0:
            part = AROUND.sub(r"\1", re.sub(r"\s+", " ", part)).replace(";}", "}")
            parts[at] = re.sub(r"\((\w+)\)=>", r"\1=>", part)
        elif part.startswith("`"):
            parts[at] = re.sub(r"\n\s*", "", part)
    return "".join(parts).strip() + "\n"

"""Modules travel to the page without comments and docstrings: `python -OO` for an interpreter that has it not."""

import io
import tokenize

BEGINS_STATEMENT = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT}


def without_words(source: str) -> str:
    """The same program without comments and docstrings, line for line, so that a traceback tells the right place."""
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    lines = source.split("\n")
    for at in reversed(range(len(tokens))):  # from the end, so that earlier places stay what they are
        token = tokens[at]
        begins = at == 0 or tokens[at - 1].type in BEGINS_STATEMENT
        if token.type == tokenize.COMMENT:
            instead = ""
        elif token.type == tokenize.STRING and begins and tokens[at + 1].type == tokenize.NEWLINE:
            instead = "pass"  # for a function that does nothing but say why
        else:
            continue
        (first, start), (last, end) = token.start, token.end
        lines[first - 1 : last] = [(lines[first - 1][:start] + instead + lines[last - 1][end:]).rstrip(), *[""] * (last - first)]
    return "\n".join(lines)

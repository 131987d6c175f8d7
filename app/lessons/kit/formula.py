"""Formulas as MathML, each with the same in words for whoever has no MathML."""
from app.ui.views.numbers import MINUS, number


def mn(value, places=2):
    """A number; negative ones in parentheses stand wherever a factor or term may."""
    text = number(value, places)
    return f"<mrow><mo>(</mo><mo>{MINUS}</mo><mn>{text[1:]}</mn><mo>)</mo></mrow>" if text.startswith(MINUS) else f"<mn>{text}</mn>"


def plain(value, places=2):
    """A number by itself, at a formula's end or beginning."""
    text = number(value, places)
    return f"<mrow><mo>{MINUS}</mo><mn>{text[1:]}</mn></mrow>" if text.startswith(MINUS) else f"<mn>{text}</mn>"


def mi(name, index=""):
    """A variable, perhaps with an index below."""
    return f"<msub><mi>{name}</mi><mn>{index}</mn></msub>" if index != "" else f"<mi>{name}</mi>"


def mo(sign):
    return f"<mo>{sign}</mo>"


def fraction(above, below):
    return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>"


def power(base, exponent):
    return f"<msup>{base}<mrow>{exponent}</mrow></msup>"


def math(*parts, words):
    """A formula of its own line. words: what it says, as one would read it aloud."""
    inside = "".join(parts)
    return (f'<div class="formula"><math display="block" alttext="{words}" aria-label="{words}"><mrow>{inside}</mrow></math></div>')

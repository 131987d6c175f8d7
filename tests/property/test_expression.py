"""Sums made as trees, which the test folds itself, come to the same when they are written down and read; and nothing that could
stand on a line is left without an answer, or takes long."""
import operator
import random
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.expression import LONGEST, MOST_DIGITS, exact, spoken, work_out

COUNT = 20000
SLOWEST = 0.05  # seconds of this thread's own time
FOLD = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
WRITTEN = {"+": "+", "-": "-−", "*": "×xX*", "/": "÷/:"}
RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
ALPHABET = "0123456789" * 2 + "+-−×xX*÷/:()()..,,== "
FOREIGN = "a²٣_\n\x00\ud800é√%^"


def tree(chance, depth):
    """A number (digits, places), or (sign, left, right), or ("negative", inner)."""
    if depth == 0 or chance.random() < 0.25:
        places = chance.choice([0, 0, 0, 1, 2, 4])
        return chance.randrange(10**chance.randint(1, 3 + places)), places
    if chance.random() < 0.15:
        return "negative", tree(chance, depth - 1)
    return chance.choice("+-*/"), tree(chance, depth - 1), tree(chance, depth - 1)


def fold(node):
    """What a tree comes to. Raises ZeroDivisionError."""
    if node[0] == "negative":
        return -fold(node[1])
    if node[0] in FOLD:
        return FOLD[node[0]](fold(node[1]), fold(node[2]))
    return Fraction(node[0], 10**node[1])


def write(node, chance, decimal):
    """A tree as a line, with a choice of signs and of brackets that need not be; `decimal` is this hand's decimal mark."""
    if node[0] == "negative":
        return chance.choice("-−") + bracketed(node[1], chance, decimal, node[1][0] in (*FOLD, "negative"))
    if node[0] not in FOLD:
        return write_number(*node, chance, decimal)
    sign, left, right = node
    left_text = bracketed(left, chance, decimal, RANK.get(left[0], 3) < RANK[sign])
    right_text = bracketed(right, chance, decimal, RANK.get(right[0], 3) <= RANK[sign])
    if sign == "*" and (right_text[0] == "(" or (left_text[-1] == ")" and right_text[0].isdigit())) and chance.random() < 0.5:
        return left_text + right_text
    return left_text + chance.choice(WRITTEN[sign]) + right_text


def bracketed(node, chance, decimal, needed):
    text = write(node, chance, decimal)
    return f"({text})" if needed or chance.random() < 0.1 else text


def write_number(digits, places, chance, decimal):
    text = f"{digits:0{places + 1}}"
    whole, after = text[:len(text) - places], text[len(text) - places:]
    # Thousands are divided where that leaves no choice of how the number is to be read: a part after the decimal mark.
    if after and len(whole) > 3 and chance.random() < 0.5:
        whole = f"{int(whole):,}".replace(",", "." if decimal == "," else ",")
    return whole + decimal * (places > 0) + after


def lines(seed):
    """COUNT lines that are not too long, with the trees they were made from."""
    chance = random.Random(seed)
    made = 0
    while made < COUNT:
        node = tree(chance, chance.randint(0, 4))
        text = write(node, chance, chance.choice(".,"))
        if len(text) <= LONGEST and sum(each.isdigit() for each in text) <= MOST_DIGITS:
            made += 1
            yield node, "".join(each + " " * (chance.random() < 0.1) for each in text)


# Short enough for brackets around them, and for a claim.
sums = (st.randoms(use_true_random=False).map(lambda chance: write(tree(chance, 2), chance, "."))
        .filter(lambda text: len(text) <= LONGEST - 2 and sum(each.isdigit() for each in text) <= MOST_DIGITS))


def timed(text):
    """(the outcome, how long it took)"""
    start = time.thread_time()
    outcome = work_out(text)
    return outcome, time.thread_time() - start


def assert_answered(text, outcome):
    """Of every line there is a value or a sentence, and what is said of it agrees with itself."""
    assert (outcome.value is not None) or outcome.message or not text.strip(), text
    assert (outcome.claimed is None) == (outcome.verdict == ""), text
    assert not (outcome.message and outcome.verdict), text
    assert outcome.asked == text.rstrip().endswith("="), text
    assert outcome.message == "" or outcome.message.endswith("."), text
    outcome.message.encode()  # it will be sent and printed


def test_twenty_thousand_sums_come_to_what_their_trees_do():
    counts = {"value": 0, "by zero": 0}
    for node, text in lines(1):
        outcome = work_out(text)
        try:
            expected = fold(node)
        except ZeroDivisionError:
            counts["by zero"] += 1
            assert outcome == (None, False, None, "There is no dividing by zero.", ""), text
        else:
            counts["value"] += 1
            assert outcome == (expected, False, None, "", ""), text
    print(counts)
    assert counts["value"] > 0.9 * COUNT
    assert counts["by zero"] > 100


def test_twenty_thousand_random_lines_end_soon_in_a_value_or_a_sentence():
    chance = random.Random(2)
    slowest, values, messages = 0, 0, set()
    for _ in range(COUNT):
        alphabet = ALPHABET + FOREIGN * (chance.random() < 0.1)
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(0, chance.choice([6, 60]))))
        outcome, seconds = timed(text)
        assert_answered(text, outcome)
        spoken(text)
        slowest = max(slowest, seconds)
        values += outcome.value is not None
        messages.add(outcome.message)
    print(f"slowest {1000 * slowest:.2f} ms, {values} values, {len(messages)} messages")
    assert slowest < SLOWEST
    assert values > COUNT / 20
    assert len(messages) > 50


@pytest.mark.parametrize("text", [
    "(" * 40, ")" * 40, "(" * 19 + "1" + ")" * 19, "(" * 39 + "1", "(1)" * 13, "-" * 39 + "1", "-(" * 13 + "1" + ")" * 13,
    "9" * 30, "9" * 15 + "×" + "9" * 15, "×".join(["999"] * 10), "÷".join(["7"] * 20), "1÷" + "÷".join(["997"] * 9),
    "+".join(f"1÷{n}" for n in (97, 89, 83, 79, 73, 71, 67)), "." + "9" * 29 + "×" * 9 + "9", "0." + "1" * 14 + "÷0." + "3" * 14,
    "1" + ",111" * 9, "1,1" * 13, "=" * 40, "1=" * 20, "1÷0=" * 10,
    "9" * 10**5, "(" * 10**5, "1+" * 500000, " " * 10**5, "1" + " " * 10**5 + "=", "1,111" * 10**5, "\ud800" * 10**5, "9" * 10**6,
])
def test_hostile_lines_end_as_soon(text):
    outcome, seconds = timed(text)
    assert seconds < SLOWEST
    assert_answered(text, outcome)
    assert isinstance(spoken(text), str)


@given(st.fractions(-10**6, 10**6, max_denominator=10**6))
@settings(deadline=None)
def test_an_exact_value_written_on_a_line_is_read_as_that_value(number):
    assert work_out(exact(number)).value == number


@given(sums)
@settings(deadline=None)
def test_brackets_around_a_whole_sum_change_nothing(text):
    assert work_out(f"({text})") == work_out(text)


@given(sums | st.text(ALPHABET, max_size=40), st.sampled_from(["−-", "×x", "×X", "×*", "÷/", "÷:"]))
@settings(deadline=None)
def test_how_a_sign_is_written_changes_nothing(text, pair):
    other = text.translate({ord(pair[0]): pair[1], ord(pair[1]): pair[0]})
    assert work_out(other) == work_out(text)
    assert spoken(other) == spoken(text)


@given(sums, st.integers(-9, 9))
@settings(deadline=None)
def test_claiming_what_a_sum_comes_to_is_right_and_being_some_whole_number_off_is_wrong(text, off):
    value = work_out(text).value
    if value is not None:
        outcome = work_out(f"{text}={exact(value + off)}")
        too_long = outcome.message.startswith("The line ")
        assert too_long or outcome.verdict == (f"no, {exact(value)}" if off else "yes")


@given(st.text(st.characters(), max_size=60))
@settings(deadline=None)
def test_any_text_at_all_is_answered_and_spoken(text):
    assert_answered(text, work_out(text))
    assert isinstance(spoken(text), str)

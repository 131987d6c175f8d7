"""What the page says of an answer."""
from unittest.mock import MagicMock

import pytest

from app.ui.answer import Answer, percent, sentence


def result(probabilities, *, sure):
    return {"digit": probabilities.index(max(probabilities)), "probabilities": probabilities, "sure": sure}


@pytest.mark.parametrize(("probability", "text"), [
    (1.0, ">99.9%"), (0.9991, ">99.9%"), (0.999, "99.9%"), (0.5, "50.0%"), (0.0012, "0.1%"), (0.0, "<0.1%")])
def test_percentages_never_claim_certainty(probability, text):
    assert percent(probability) == text


def test_a_sure_answer_is_a_plain_statement():
    assert sentence(result([0, 0, 0, 0.99] + [0.0] * 6, sure=True)) == "That is a 3."
    assert sentence(result([0.0] * 8 + [0.99, 0], sure=True)) == "That is an 8."


def test_an_unsure_answer_names_the_runner_up():
    assert sentence(result([0, 0.6, 0, 0, 0, 0, 0, 0.4, 0, 0], sure=False)) == "Not sure: a 1, or perhaps a 7."


def test_what_looks_like_no_digit_is_called_so():
    assert sentence(result([0.11, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.09], sure=False)) == "Not sure this is a digit."


# The large digit

def shown(probabilities, *, sure, several=""):
    """(the large text, its attributes, the sentence) for an answer."""
    elements = {name: MagicMock(textContent="") for name in ("page", "answer", "small", "sentence", "spoken", "picture")}
    elements["meters"], elements["percents"] = [[MagicMock() for _ in range(10)] for _ in range(2)]
    given = {**result(probabilities, sure=sure), "source": "instant", "pixels": [0] * 784}
    Answer(elements, window=MagicMock()).show(given, several=several)
    assert elements["small"].textContent == elements["answer"].textContent
    attributes = dict(call.args for call in elements["answer"].setAttribute.call_args_list)
    return elements["answer"].textContent, attributes, elements["sentence"].textContent


def test_what_may_be_no_digit_is_a_question_mark_that_keeps_the_best_guess():
    text, attributes, words = shown([0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05], sure=False)
    assert (text, words) == ("?", "Not sure this is a digit.")
    assert (attributes["data-digit"], attributes["data-sure"]) == ("1", "false")


@pytest.mark.parametrize("probabilities", [[0.45, 0, 0, 0, 0, 0, 0.4, 0, 0.15, 0], [0.9, 0.02] + [0.01] * 8])
def test_a_choice_between_two_digits_and_a_near_certain_one_are_digits(probabilities):
    assert shown(probabilities, sure=False)[0] == "0"


def test_a_network_that_is_sure_with_less_is_believed():
    """The threshold is each network's own."""
    assert shown([0.5] + [0.5 / 9] * 9, sure=True)[0] == "0"


def test_several_digits_are_asked_for_one_at_a_time():
    text, attributes, words = shown([0.99] + [0.01 / 9] * 9, sure=False, several="One digit at a time, please.")
    assert (text, words, attributes["data-digit"]) == ("?", "One digit at a time, please.", "0")

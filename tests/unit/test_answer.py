"""What the page says of an answer."""
import pytest

from app.ui.answer import percent, sentence


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

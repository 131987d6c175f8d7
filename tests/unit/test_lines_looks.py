"""A picture that leaves doubt is looked at again, and the surest look counts unless it has lost characters."""
from types import SimpleNamespace

import pytest

from app.core import looks
from app.core.errors import PictureError
from app.core.line import Part, Reading


@pytest.fixture
def look(monkeypatch):
    """look(texts and probabilities of the first, the second and the third look, None for one that shows no writing): (text, how
    often was looked, what was chosen at each reading)."""
    def looked(*seen, chosen=None):
        strictness, choices = [], []

        def find_in(colours, size, *, turn, crop, strict):
            strictness.append(strict)
            found = seen[looks.STRICT.index(strict)]
            if found is None:
                raise PictureError("the picture shows no writing")
            return found

        def read_writing(writing, chosen=None):
            choices.append(chosen)
            text, probability = writing
            return Reading([Part(str(at), each, [at], [], {}, True, 0) for at, each in enumerate(text)], [], [probability], 0.5)

        monkeypatch.setattr(looks.written, "find_in", find_in)
        monkeypatch.setattr(looks, "PictureLines", lambda place: place)
        reading, place, lines = looks.read(SimpleNamespace(read_writing=read_writing), None, (1, 1), chosen=chosen)
        assert place == lines == (reading.text, reading.probability)
        return reading.text, len(strictness), choices
    return looked


def test_what_is_clear_at_first_is_looked_at_once(look):
    assert look(("12", 0.9), ("13", 1.0), ("13", 1.0))[:2] == ("12", 1)


@pytest.mark.parametrize(("seen", "text"), [
    ([("12", 0.5), ("13", 0.7), ("14", 0.6)], "13"), ([("12", 0.5), ("13", 0.4), ("14", 0.95)], "14"),
    ([("12", 0.8), ("13", 0.4), ("14", 0.7)], "12"), ([("12", 0.5), None, ("14", 0.6)], "14"),
    ([None, ("13", 0.2), ("14", 0.1)], "13"), ([("12", 0.1), None, None], "12")])
def test_where_there_is_doubt_the_surest_of_three_looks_counts(look, seen, text):
    assert look(*seen)[:2] == (text, 3)


def test_a_look_that_has_lost_characters_is_no_better_for_being_sure(look):
    """Of 4, 2 and 3 characters, the one with 2 is out of the question, however sure."""
    assert look(("1234", 0.3), ("12", 0.99), ("123", 0.6))[0] == "123"
    assert look(("1234", 0.3), ("12", 0.99), ("123", 0.2))[0] == "1234"


def test_where_the_first_look_shows_nothing_a_clear_second_one_suffices(look):
    assert look(None, ("13", 0.95), ("14", 1.0))[:2] == ("13", 2)


def test_where_no_look_shows_writing_there_is_none(look):
    with pytest.raises(PictureError, match="shows no writing"):
        look(None, None, None)


def test_what_was_chosen_does_not_decide_which_look_counts(look):
    """The parts that it was said of are those of the look that counts without it."""
    assert look(("12", 0.5), ("13", 0.7), ("14", 0.6), chosen={"0": "7"})[1:] == (3, [None, None, None, {"0": "7"}])

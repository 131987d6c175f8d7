"""Lines put together from single characters: what they say, and that every character is told."""
import numpy as np
import pytest

from app.core.expression import work_out
from app.core.grammar import CHARACTERS
from app.core.ink import bounding_box, check_strokes
from tests.handwriting import CHARACTERS as GLYPHS
from tests.handwriting import POOLS
from trainer.data.composed import compose, placed, random_sum, random_text
from trainer.learning.hands import normalise


def box(paths):
    return np.array(bounding_box([np.asarray(path).tolist() for path in paths]))


def test_texts_are_of_characters_that_can_be_read_and_of_many_kinds(rng):
    texts = [random_text(rng) for _ in range(400)]
    assert set("".join(texts)) == set(CHARACTERS)
    assert all(1 <= len(text) <= 16 for text in texts)
    assert len(set(texts)) > 300
    assert 0.2 < np.mean([text.isdigit() for text in texts]) < 0.5


@pytest.mark.parametrize("most", [6, 12])
def test_a_random_sum_asks_for_its_value_and_has_one(most, rng):
    for _ in range(100):
        text = random_sum(rng, most=most)
        outcome = work_out(text)
        assert text.endswith("=") and text.count("=") == 1 and len(text) <= most
        assert outcome.asked and outcome.value is not None and not outcome.message


def test_of_every_character_the_strokes_are_told(rng):
    for _ in range(60):
        text = random_text(rng)
        line = compose(text, POOLS, rng=rng, tidy=True)
        assert line.text == text
        assert [len(group) for group in line.groups] == [len(GLYPHS[each]) for each in text]
        assert [at for group in line.groups for at in group] == list(range(len(line.strokes)))


def test_in_other_hands_too_every_stroke_is_of_one_character_and_finite(rng):
    for _ in range(60):
        line = compose(random_text(rng), POOLS, rng=rng)
        check_strokes(line.strokes)
        assert all(line.groups) and all(line.strokes)
        assert [at for group in line.groups for at in group] == list(range(len(line.strokes)))


def test_characters_stand_from_left_to_right_by_their_middles(rng):
    """They may touch and overlap a little, as people's do."""
    for _ in range(40):
        line = compose("23645", POOLS, rng=rng)
        middles = [box([line.strokes[at] for at in group])[[0, 2]].mean() for group in line.groups]
        assert sorted(middles) == middles


def test_the_same_seed_writes_the_same_another_something_else():
    lines = [compose("12+34", POOLS, rng=np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]


def test_a_character_without_drawings_is_an_error(rng):
    with pytest.raises(KeyError):
        compose("12", {"1": POOLS["1"]}, rng=rng)


# Of the heights of top and bottom, feet of digits being 0 and their tops about -1: what is let pass.
PLACES = {"-": (-0.9, -0.05), "=": (-1.1, 0.1), ".": (-0.35, 0.25), ",": (-0.4, 0.35), ":": (-1.1, 0.25), "7": (-1.8, 0.3)}


@pytest.mark.parametrize("character", PLACES)
def test_characters_stand_where_they_do_in_writing(character, rng):
    low, high = PLACES[character]
    for _ in range(200):
        _, top, _, bottom = box(placed(character, normalise(GLYPHS[character]), rng=rng, uneven=0.1))
        assert low <= top <= bottom <= high


@pytest.mark.parametrize(("character", "middle"), [("-", -0.45), ("=", -0.45), ("×", -0.45), ("7", -0.5), (".", 0), (",", 0.05)])
def test_the_usual_place_is_in_the_middle_of_the_line_or_at_its_foot(character, middle, rng):
    boxes = np.array([box(placed(character, normalise(GLYPHS[character]), rng=rng, uneven=0.1)) for _ in range(300)])
    assert boxes[:, [1, 3]].mean() == pytest.approx(middle, abs=0.04)


def test_digits_are_as_high_as_each_other_but_for_how_uneven_the_hand_is(rng):
    for uneven, spread in ((0.0, 1e-9), (0.1, 0.1)):
        heights = [np.diff(box(placed(digit, normalise(GLYPHS[digit]), rng=rng, uneven=uneven))[[1, 3]])[0]
                   for digit in "0123456789" * 30]
        assert np.std(np.log(heights)) == pytest.approx(spread, rel=0.2, abs=1e-9)
        assert np.median(heights) == pytest.approx(1, abs=0.03)


def test_a_minus_is_flat_a_bracket_taller_than_digits_and_a_point_small(rng):
    sizes = {each: np.mean([np.diff(box(placed(each, normalise(GLYPHS[each]), rng=rng, uneven=0.1)).reshape(2, 2), axis=0)[0]
                            for _ in range(100)], axis=0) for each in "-(.7"}
    assert sizes["-"] == pytest.approx([0.525, 0], abs=0.05)
    assert 1.1 < sizes["("][1] < 1.4
    assert sizes["."].max() < 0.1

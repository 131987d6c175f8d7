"""What a reader of lines learns from: groups with their labels, wrong ones without, other hands, and lines traced from pictures."""
import numpy as np
import pytest

from app.core import inks
from app.core.candidates import CONTEXT, context, steps_of
from app.core.grammar import CHARACTERS
from app.core.picture_lines import PictureLines
from app.core.strokes import Strokes
from tests.handwriting import CHARACTERS as GLYPHS
from tests.handwriting import groups_of, line, moved, ring, written
from trainer.data.traced_lines import LARGEST, traced
from trainer.learning.line_samples import NONE, Groups, groups_in, joined, truth_of, varied

TEXT = "14+5=19"


@pytest.fixture
def writing():
    return Strokes(written(TEXT))


@pytest.fixture
def truth(writing):
    return truth_of(writing, TEXT, groups_of(TEXT))


def labelled(truth):
    return {group: CHARACTERS[label] for group, label in truth.items()}


def test_the_truth_names_the_pieces_of_each_character():
    """Written from right to left: the strokes' numbers are those of their writing, the pieces' from left to right."""
    writing = Strokes([*written("=", at=(20, 0)), *written("4", at=(9, 0)), *written("1")])
    assert labelled(truth_of(writing, "1=4", [[4], [0, 1], [2, 3]])) == {(0,): "1", (3, 4): "=", (1, 2): "4"}


def test_a_stroke_that_is_cut_is_wholly_of_its_character():
    """A wide rise and fall in one stroke that could be 11, and says 4."""
    stroke = [*ring(3, 5, 6, 10), *line(3.5, 0, 10.5, 0), *ring(11, 5, 6, 10)]
    writing = Strokes([stroke, *written("1", at=(20, 0))])
    assert len(writing.pieces) == 3
    assert labelled(truth_of(writing, "41", [[0], [1]])) == {(0, 1): "4", (2,): "1"}


def test_true_groups_have_their_labels_and_all_others_none(writing, truth, rng):
    samples = groups_in(writing, truth, rng=rng)
    assert samples.labels[:len(TEXT)].tolist() == [CHARACTERS.index(each) for each in TEXT]
    assert (samples.labels[len(TEXT):] == NONE).all()
    assert len(samples.labels) == len(samples.images) == len(samples.places) == len(TEXT) + 3 * len(TEXT) + 2
    own = np.rint(255 * inks.render([GLYPHS[each] for each in TEXT]))
    assert np.abs(samples.images[:len(TEXT)] - own).max() <= 1
    wrong = [(one == other).all() for one in samples.images[len(TEXT):] for other in samples.images[:len(TEXT)]]
    assert sum(wrong) < len(wrong) / 4  # a single bar of the plus is a fine minus, and wrong all the same


def test_what_is_told_of_a_true_group_is_its_context(writing, truth, rng):
    samples = groups_in(writing, truth, rng=rng)
    places = context(list(truth), writing.boxes, writing.points)
    assert samples.places.dtype == np.uint8 and samples.places.shape[1] == len(CONTEXT)
    np.testing.assert_allclose(samples.places[:len(truth)] / 255, places, atol=0.5 / 255 + 1e-6)


@pytest.mark.parametrize(("wrong", "count"), [(0, 2), (1, 9), (1000, None)])
def test_there_are_as_many_wrong_groupings_as_are_asked_for_and_as_there_are(writing, truth, wrong, count, rng):
    possible = {group for step in steps_of(writing.boxes) for group in step} - truth.keys()
    labels = groups_in(writing, truth, rng=rng, wrong=wrong).labels
    assert (labels == NONE).sum() == (len(possible) if count is None else count)


def test_no_wrong_grouping_comes_twice_and_another_seed_chooses_others(writing, truth):
    some = [groups_in(writing, truth, rng=np.random.default_rng(seed)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(some[0].places, some[1].places)
    assert not np.array_equal(some[0].places, some[2].places)
    images = some[0].images[len(TEXT):]
    assert len(np.unique(np.concatenate([images, some[0].places[len(TEXT):]], axis=1), axis=0)) == len(images)


def test_every_line_of_a_drawing_has_its_groups(rng):
    writing = Strokes([*written("1+"), *written("7", at=(0, 20))])
    samples = groups_in(writing, truth_of(writing, "1+7", [[0], [1, 2], [3]]), rng=rng)
    assert samples.labels[samples.labels != NONE].tolist() == [1, 10, 7]


def test_a_label_of_strokes_that_stand_on_two_lines_is_no_ones(rng):
    writing = Strokes([*written("1"), *written("7", at=(0, 20))])
    assert (groups_in(writing, {(0, 1): 4}, rng=rng).labels == NONE).all()


def test_groups_of_several_lines_are_put_one_after_another(rng):
    parts = [Groups(rng.integers(0, 9, (n, 784)), rng.integers(0, 9, (n, 3)), rng.integers(0, 9, n)) for n in (2, 3)]
    whole = joined(parts)
    np.testing.assert_array_equal(whole.labels, np.concatenate([part.labels for part in parts]))
    np.testing.assert_array_equal(whole.images[2:], parts[1].images)


def test_another_hand_has_the_same_pieces_and_they_look_nearly_the_same(writing, truth, rng):
    before = [list(map(list, piece)) for piece in writing.pieces]
    images = writing.render(list(truth))
    for _ in range(5):
        other = varied(writing, truth, rng=rng)
        assert [len(piece) for piece in other.pieces] == [len(piece) for piece in before]
        assert (other.owners, sorted(map(sorted, other.lines))) == (writing.owners, sorted(map(sorted, writing.lines)))
        assert np.isfinite(other.boxes).all() and np.isfinite(other.points).all()
        away = np.abs(other.render(list(truth)) - images).mean(axis=1)
        assert away.mean() > 0.005 and away.max() < 0.15
        np.testing.assert_allclose(other.boxes[0, :2], np.min(other.pieces[0], axis=0))
    assert [list(map(list, piece)) for piece in writing.pieces] == before


def test_another_hand_is_learnt_from_as_the_line_itself_is(writing, truth, rng):
    samples = groups_in(varied(writing, truth, rng=rng), truth, rng=rng)
    assert sorted(samples.labels[samples.labels != NONE]) == sorted(truth.values())


@pytest.mark.parametrize("text", ["1.5", "7-1=", "2,4", "6÷3", "1:2", "(4)", "..", "="])
def test_of_a_line_traced_from_a_picture_every_piece_is_of_the_character_that_it_was(text, rng):
    writing = Strokes(written(text, gap=4))
    for _ in range(4):
        lines, truth = traced(writing, truth_of(writing, text, groups_of(text)), rng=rng)
        assert isinstance(lines, PictureLines) and len(lines.lines) == 1
        assert sorted(piece for group in truth for piece in group) == list(range(len(lines.strokes)))
        by_place = sorted(truth, key=lambda group: min(lines.boxes[list(group), 0]))
        assert "".join(CHARACTERS[truth[group]] for group in by_place) == text
        assert (groups_in(lines, truth, rng=rng).labels != NONE).sum() == len(text)


def test_a_dot_survives_whatever_the_pen(rng):
    writing = Strokes(written("1.5", gap=4))
    for _ in range(10):
        lines, truth = traced(writing, truth_of(writing, "1.5", groups_of("1.5")), rng=rng)
        dot = next(group for group, label in truth.items() if CHARACTERS[label] == ".")
        left, top, right, bottom = lines.boxes[dot[0]]
        assert max(right - left, bottom - top) < 20 < np.ptp(lines.boxes[:, [1, 3]])


@pytest.mark.parametrize("digit", ["4", "1", "8"])
def test_a_line_whose_characters_lie_over_one_another_is_not_taken(digit, rng):
    strokes = [*written(digit), *moved(GLYPHS["+"], np.mean([x for stroke in GLYPHS[digit] for x, _ in stroke]) - 2.5)]
    writing = Strokes(strokes)
    groups = [list(range(len(strokes) - 2)), [len(strokes) - 2, len(strokes) - 1]]
    for _ in range(5):
        assert traced(writing, truth_of(writing, digit + "+", groups), rng=rng) is None


def test_neither_is_one_of_whose_ink_a_piece_is_of_two_characters_though_each_has_another(rng):
    """An equals sign whose one bar goes through the 4 before it."""
    writing = Strokes([*written("4"), line(-6, 5, 12, 5), line(18, 5, 28, 5)])
    assert traced(writing, {(0, 1): 4, (2, 3): CHARACTERS.index("=")}, rng=rng) is None


def test_nor_one_with_a_character_that_cannot_be_seen(rng):
    """A point that lies on the 1 before it."""
    writing = Strokes([*written("1"), [[0, 5]], *written("7", at=(6, 0))])
    assert writing.owners == [0, 1, 2]
    assert traced(writing, {(0,): 1, (1,): CHARACTERS.index("."), (2,): 7}, rng=rng) is None


def test_characters_that_touch_are_cut_apart_or_the_line_is_not_taken(rng):
    """A plus that begins where the foot of a 4 ends."""
    writing = Strokes([*written("4"), *moved(GLYPHS["+"], 6)])
    truth = truth_of(writing, "4+", [[0, 1], [2, 3]])
    found = [traced(writing, truth, rng=rng) for _ in range(8)]
    assert any(found)
    for lines, own in filter(None, found):
        assert sorted(own.values()) == sorted(truth.values())
        assert sorted(piece for group in own for piece in group) == list(range(len(lines.strokes)))


def test_neither_are_several_lines_nor_one_that_is_too_long(rng):
    two = Strokes([*written("1"), *written("7", at=(0, 20))])
    assert traced(two, truth_of(two, "17", [[0], [1]]), rng=rng) is None
    long = Strokes([*written("1"), *written("1", at=(LARGEST / 80, 0))])
    assert traced(long, truth_of(long, "11", [[0], [1]]), rng=rng) is None

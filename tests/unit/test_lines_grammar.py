"""What may follow what, and what a line costs whose brackets have no other half."""
import numpy as np
import pytest

from app.core.grammar import CHARACTERS, DEEPEST, Grammar, counted
from tests.lattices import APART, KINDS, opinion, some_lattice

DIGIT, PLUS = 0, CHARACTERS.index("+") - 9
EVEN = np.ones((KINDS + 1, KINDS))


def grammar(counts=EVEN, *, share=1.0, unopened=4.0, unclosed=2.0, idle=3.0):
    return Grammar(counts, share=share, unopened=unopened, unclosed=unclosed, idle=idle)


def test_kinds_that_follow_one_another_are_counted():
    """12+3 and +: two lines begin, with a digit and a plus; a digit follows a digit, a plus a digit, a digit a plus."""
    counts = counted(["12+3", "+"])
    assert counts.shape == (KINDS + 1, KINDS)
    assert {(row, column): counts[row, column] for row, column in np.argwhere(counts).tolist()} == {
        (KINDS, DIGIT): 1, (KINDS, PLUS): 1, (DIGIT, DIGIT): 1, (DIGIT, PLUS): 1, (PLUS, DIGIT): 1}


def test_all_digits_are_one_kind_and_every_sign_is_its_own():
    kinds = grammar().kinds.tolist()
    assert kinds == [0] * 10 + list(range(1, KINDS))


@pytest.mark.parametrize(("text", "cost"), [("12", 0), ("(1)", 0), ("1)", 4), ("))", 8), ("(1", 2), ("((1", 2), ("((1)", 2),
                                            ("(1))", 4), (")(", 6), ("((1))", 0)])
def test_a_bracket_without_its_other_half_costs(text, cost):
    """Where all kinds are as frequent, a character costs log 13 and nothing else tells lines apart."""
    assert grammar().likelihood(text) == pytest.approx(-cost - len(text) * np.log(KINDS))


@pytest.mark.parametrize(("text", "cost"), [("12=", 3), ("=", 3), ("(1)=", 3), ("1==", 6), ("1+2=", 0), ("1:2=3", 0), ("-1=", 0)])
def test_asking_for_what_need_not_be_worked_out_costs(text, cost):
    """So that the 1 of 2719= is the slash of 27/9=."""
    assert grammar().likelihood(text) == pytest.approx(-cost - len(text) * np.log(KINDS))


def test_what_is_opened_beyond_the_deepest_counts_no_further():
    deep = "(" * (DEEPEST + 1) + "1"
    assert grammar().likelihood(deep + ")" * DEEPEST) == pytest.approx(-(2 * DEEPEST + 2) * np.log(KINDS))


def test_the_share_is_how_much_of_the_counts_opinion_counts():
    """7 of 10 times a digit begins; a half of that opinion is its root."""
    counts = EVEN.copy()
    counts[-1] = 0.25
    counts[-1, DIGIT] = 7
    assert grammar(counts, share=0.5).likelihood("4") == pytest.approx(np.log(0.7) / 2)
    assert grammar(counts, share=0.0).likelihood("4+)") == pytest.approx(-4)


@pytest.mark.parametrize("text", ["12+3=15", "(1-2)×(3", ")))1(((", "((((1))))))", "-.5:,/÷*"])
def test_the_states_say_what_a_walk_along_the_text_says(text, rng):
    counts = rng.uniform(0.5, 9, (KINDS + 1, KINDS))
    settings = {"share": 0.6, "unopened": 1.3, "unclosed": 0.7, "idle": 0.9}
    assert Grammar(counts, **settings).likelihood(text) == pytest.approx(opinion(counts, text, **settings))


def test_a_line_begins_in_a_state_that_nothing_leads_back_to():
    own = grammar()
    assert np.flatnonzero(np.isfinite(own.begin)).tolist() == [own.states - 1]
    assert np.isinf(own.follow[:, -1]).all()
    np.testing.assert_allclose(np.exp(own.follow[-1]).sum(), 1 - (2 - np.exp(-4) - np.exp(-3)) / KINDS)


def test_of_every_kind_the_best_character_and_the_sum_over_all(rng):
    scores = rng.standard_normal((3, len(CHARACTERS)))
    best, character = grammar().best_of_kinds(scores)
    np.testing.assert_array_equal(character[:, DIGIT], scores[:, :10].argmax(axis=1))
    np.testing.assert_array_equal(best[:, DIGIT], scores[:, :10].max(axis=1))
    np.testing.assert_array_equal(best[:, PLUS:], scores[:, 10:])
    sums = grammar().sums_of_kinds(scores)
    np.testing.assert_allclose(sums[:, DIGIT], np.log(np.exp(scores[:, :10]).sum(axis=1)))
    np.testing.assert_array_equal(sums[:, PLUS:], scores[:, 10:])


def test_what_follows_what_decides_where_the_writing_does_not():
    """Three pieces apart, the middle one as likely a 1 as a plus: between digits that add up, and after a bracket."""
    counts = counted(["1+1", "2+3", "4+5", "111"])
    own = some_lattice(APART[:3], grammar(counts + 0.01), np.random.default_rng(0), spread=0)
    own.scores -= 50
    singles = [own.groups.index((place,)) for place in range(3)]
    own.scores[singles[0], 4] = own.scores[singles[2], 5] = own.scores[singles[1], [1, 10]] = 0
    way, _ = own.best()
    assert "".join(CHARACTERS[character] for _, character in way) == "4+5"

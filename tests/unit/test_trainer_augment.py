import numpy as np
import pytest

from app.core import ink
from tests.drawings import THREE
from trainer.learning.augment import Warp, elastic_field, smoothing_matrix, warp
from trainer.learning.rough import Rough, roughen

STILL = Warp(rotation=0, slant=0, scale=0, shift=0, elastic=0, levels=0)


@pytest.fixture
def images():
    three = np.rint(255 * np.array(ink.render(THREE))).astype(np.uint8)
    return np.tile(three, (40, 1))


def centre(image):
    grid = image.reshape(28, 28).astype(float)
    return np.array([(grid.sum(axis=1 - axis) * np.arange(28)).sum() for axis in (0, 1)]) / grid.sum()


def test_without_any_strength_nothing_changes(images, rng):
    np.testing.assert_array_equal(warp(images, rng=rng, settings=STILL), images)


def test_every_image_changes_in_its_own_way_and_keeps_most_of_its_ink(images, rng):
    warped = warp(images, rng=rng, settings=Warp())
    assert len(np.unique(warped, axis=0)) == len(images)
    assert np.all(np.abs(warped.mean(axis=1) / images.mean(axis=1) - 1) < 0.6)
    assert warped.dtype == np.uint8


def test_the_same_generator_state_gives_the_same_images(images):
    first, second = (warp(images, rng=np.random.default_rng(3), settings=Warp()) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_shift_moves_the_ink_by_that_many_pixels(images, rng):
    warped = warp(images, rng=rng, settings=Warp(rotation=0, slant=0, scale=0, shift=1.0, elastic=0, levels=0))
    moved = np.array([centre(image) for image in warped]) - centre(images[0])
    assert moved.std(axis=0) == pytest.approx([1.0, 1.0], rel=0.4)


def test_rotation_turns_about_the_middle_without_moving_or_shearing(rng):
    distance = np.hypot(*np.meshgrid(np.arange(28) - 13.5, np.arange(28) - 13.5))
    disc = (255 * np.clip((12 - distance) / 6, 0, 1)).astype(np.uint8).reshape(1, -1)
    turned = warp(np.repeat(disc, 20, axis=0), rng=rng,
                  settings=Warp(rotation=0.5, slant=0, scale=0, shift=0, elastic=0, levels=0))
    assert np.abs(turned.astype(int) - disc).mean() < 2


def test_slant_moves_the_top_against_the_bottom(rng):
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 13:15] = 255
    slanted = warp(np.repeat(bar.reshape(1, -1), 20, axis=0), rng=rng,
                   settings=Warp(rotation=0, slant=0.4, scale=0, shift=0, elastic=0, levels=0)).reshape(-1, 28, 28)
    columns = np.arange(28)
    top, bottom = ((slanted[:, row] * columns).sum(axis=1) / slanted[:, row].sum(axis=1) for row in (7, 20))
    np.testing.assert_allclose(top + bottom, 27, atol=0.6)
    assert np.abs(top - bottom).max() > 2


def test_ink_that_leaves_the_frame_does_not_come_back_on_the_other_side(rng):
    edge = np.zeros((28, 28), np.uint8)
    edge[:, 27] = 255
    moved = warp(np.repeat(edge.reshape(1, -1), 50, axis=0), rng=rng,
                 settings=Warp(rotation=0, slant=0, scale=0, shift=5, elastic=0, levels=0))
    assert moved.reshape(-1, 28, 28)[:, :, :5].max() == 0


def test_the_elastic_field_is_smooth_and_of_the_stated_size(rng):
    field = elastic_field(200, smoothing_matrix(4.0), 0.8, rng=rng).reshape(-1, 28, 28)
    assert np.sqrt(np.mean(field**2)) == pytest.approx(0.8, rel=0.1)
    assert np.abs(np.diff(field, axis=1)).mean() < 0.25 * np.abs(field).mean()


def test_levels_make_the_pen_thinner_or_thicker_only(images, rng):
    changed = warp(images, rng=rng, settings=Warp(rotation=0, slant=0, scale=0, shift=0, elastic=0, levels=0.4))
    ink_share = changed.mean(axis=1) / images.mean(axis=1)
    assert ink_share.min() < 0.95
    assert ink_share.max() > 1.05
    assert np.all(changed[:, images[0] == 0] == 0)


def test_of_all_images_that_share_is_roughened_and_the_rest_stays(images, rng):
    rough = roughen(np.tile(images, (50, 1)), rng=rng, settings=Rough(share=0.3))
    assert np.any(rough != images[0], axis=1).mean() == pytest.approx(0.3, abs=0.05)
    assert rough.dtype == np.uint8


@pytest.mark.parametrize(("level", "least", "most"), [(0.22, 1.15, 2.0), (0.62, 0.4, 0.9)])
def test_rough_pens_are_wider_or_narrower_and_as_dark(images, rng, level, least, most):
    settings = Rough(share=1, pen=(level, level), softness=(0.6, 0.6), uneven=0, edges=0, gaps=0, specks=0)
    rough = roughen(images, rng=rng, settings=settings)
    assert least < rough.mean() / images.mean() < most
    assert rough.max(axis=1).min() > 250


def test_gaps_take_ink_away_and_specks_add_it_in_few_places(images, rng):
    even = {"share": 1, "pen": (0.5, 0.5), "softness": (0.6, 0.6), "uneven": 0, "edges": 0}
    plain = roughen(images, rng=rng, settings=Rough(**even, gaps=0, specks=0)).astype(int)
    gaps = roughen(images, rng=rng, settings=Rough(**even, gaps=1, specks=0)) - plain
    specks = roughen(images, rng=rng, settings=Rough(**even, gaps=0, specks=1)) - plain
    assert gaps.max() <= 0 <= specks.min()
    assert 0 < (gaps < -30).sum(axis=1).max() < 60
    assert 0 < (specks > 30).sum(axis=1).max() < 60


def test_roughening_leaves_blank_paper_blank_where_there_are_no_specks(rng):
    assert not roughen(np.zeros((20, 784), np.uint8), rng=rng, settings=Rough(share=1, specks=0)).any()

"""Claims about faults and plain pictures that need no photos: `python -m unittest discover tests` in models/recipe."""

import unittest

import numpy as np
import torch

from place import CONFIGS
from crops import make_stores
from color import linear_to_srgb, luma, srgb_to_linear
from degrade import apply_faults, draw_faults, FAULT_SETTINGS
from loop import read_config
from plain_pictures import draw_plain_pictures
from train import GROUPS, make_batch


class Faults(unittest.TestCase):
    def setUp(self):
        self.linear = torch.rand(1, 3, 200, generator=torch.Generator().manual_seed(1)).expand(2000, -1, -1)
        self.faulty = apply_faults(self.linear, draw_faults(2000, torch.Generator().manual_seed(2)))
        self.moved = (self.faulty - linear_to_srgb(self.linear)).abs().amax((1, 2))

    def test_are_finite_and_in_range(self):
        self.assertTrue(bool(torch.isfinite(self.faulty).all()))
        self.assertGreaterEqual(float(self.faulty.min()), 0.0)
        self.assertLessEqual(float(self.faulty.max()), 1.0)

    def test_survive_black_and_white(self):
        for level in (0.0, 1.0):
            faulty = apply_faults(torch.full((500, 3, 4), level), draw_faults(500, torch.Generator().manual_seed(3)))
            self.assertTrue(bool(torch.isfinite(faulty).all()))

    def test_leave_the_stated_share_untouched(self):
        share = float((self.moved < 1e-4).float().mean())
        self.assertAlmostEqual(share, FAULT_SETTINGS["untouched"], delta=0.025)

    def test_darken_more_often_than_they_brighten(self):
        change = (self.faulty - linear_to_srgb(self.linear)).mean((1, 2))
        self.assertGreater(float((change < -0.01).float().mean()), 1.3 * float((change > 0.01).float().mean()))

    def test_are_the_same_for_the_same_seed(self):
        again = apply_faults(self.linear, draw_faults(2000, torch.Generator().manual_seed(2)))
        self.assertTrue(torch.equal(again, self.faulty))


class Curves(unittest.TestCase):
    settings = {"curve": 1.0, "tinted_black": 0.5, "least_strength": 0.1, "untouched": 0.3}

    def setUp(self):
        self.faults = draw_faults(2000, torch.Generator().manual_seed(4), self.settings)

    def test_rise_from_black_to_white(self):
        heights = self.faults["curve"]
        self.assertGreaterEqual(float(heights.diff(dim=2).min()), 0.0)
        self.assertLess(float(heights[:, :, 0].abs().max()), 1e-6)
        self.assertLess(float((heights[:, :, -1] - 1).abs().max()), 1e-5)

    def test_leave_untouched_photos_untouched(self):
        linear = torch.rand(1, 3, 50, generator=torch.Generator().manual_seed(1)).expand(2000, -1, -1)
        moved = (apply_faults(linear, self.faults) - linear_to_srgb(linear)).abs().amax((1, 2))
        self.assertAlmostEqual(float((moved < 1e-4).float().mean()), 0.3, delta=0.035)

    def test_darken_more_often_than_they_brighten(self):
        middles = self.faults["curve"][:, 1, 8]
        self.assertGreater(float((middles < 0.49).float().mean()), 1.5 * float((middles > 0.51).float().mean()))


class Renditions(unittest.TestCase):
    settings = {"untouched": 0.0, "least_strength": 1.0, "curve": 1.0, "tinted_black": 0.5}
    ramp = torch.linspace(0, 1, 256).expand(500, 3, -1)

    def spoil(self, **shares) -> torch.Tensor:
        """Encoded results of 500 faults on a ramp that is linear when encoded."""
        faults = draw_faults(500, torch.Generator().manual_seed(3), self.settings | shares)
        return luma(apply_faults(srgb_to_linear(self.ramp), faults))[:, 0]

    def test_of_undeveloped_pictures_are_dark_and_keep_their_black_low(self):
        grey = self.spoil(undeveloped=1.0)
        self.assertGreater(float((grey[:, 128] < 0.5).float().mean()), 0.75)
        self.assertLess(float(grey[:, 0].max()), 0.15)

    def test_of_levels_leave_the_ends_of_the_range_unused(self):
        grey = self.spoil(levels=1.0)
        self.assertLess(float(grey[:, 0].max()), 0.15)
        self.assertGreater(float(grey[:, 0].mean()), 0.05)
        self.assertLess(float(grey[:, -1].median()), 0.85)

    def test_bend_no_tone_back(self):
        for shares in ({"undeveloped": 1.0}, {"levels": 1.0}, {"undeveloped": 0.3, "levels": 0.3}):
            self.assertGreaterEqual(float(self.spoil(**shares).diff().min()), -1e-5, shares)

    def test_leave_untouched_photos_untouched(self):
        faults = draw_faults(500, torch.Generator().manual_seed(3), self.settings | {"untouched": 1.0, "undeveloped": 0.5, "levels": 0.5})
        self.assertLess(float((apply_faults(srgb_to_linear(self.ramp), faults) - self.ramp).abs().max()), 1e-4)


class PlainPictures(unittest.TestCase):
    pictures = draw_plain_pictures(600, 2000, torch.Generator().manual_seed(0))

    def test_have_hardly_more_than_one_tone(self):
        low, high = np.quantile(luma(self.pictures)[:, 0].numpy(), [0.15, 0.85], axis=1)
        self.assertLess(float((high - low).max()), 0.3)
        self.assertLess(float(np.median(high - low)), 0.1)

    def test_are_often_nearly_white_and_often_nearly_black(self):
        middle = luma(self.pictures)[:, 0].median(1).values
        self.assertGreater(float((middle > 0.9).float().mean()), 0.2)
        self.assertGreater(float((middle < 0.1).float().mean()), 0.15)

    def test_often_hold_a_few_marks_far_from_their_ground(self):
        grey = luma(self.pictures)[:, 0]
        share = ((grey - grey.median(1, keepdim=True).values).abs() > 0.3).float().mean(1)
        self.assertGreater(float((share > 0.001).float().mean()), 0.3)
        self.assertLess(float(share.max()), 0.15)

    def test_are_left_alone_in_a_batch(self):
        config = read_config(CONFIGS / "csrnet.py", ["pixels_per_crop=64", "pixels_per_sample=32", "plain=5"])
        batch = make_batch(make_stores(config), config, torch.Generator().manual_seed(0))
        self.assertLess(float((batch["pixels"] - batch["targets"])[-5:].abs().max()), 1e-6)
        self.assertEqual(len(batch["pixels"]), sum(config[group] for group in GROUPS) + 5)

    def test_are_refused_where_a_copy_is_seen(self):
        config = read_config(CONFIGS / "csrnet_published.py", ["plain=1", "pixels_per_crop=64"])
        with self.assertRaisesRegex(ValueError, "plain: 1 pictures without places"):
            make_batch(make_stores(config), config, torch.Generator().manual_seed(0))


if __name__ == "__main__":
    unittest.main()

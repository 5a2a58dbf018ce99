"""Claims about colour spaces and the styles of CSRNet that need no photos: `python -m unittest discover tests` in models/recipe."""

import unittest

import torch

import place  # noqa: F401
import crops  # noqa: F401
from color import ciede2000, linear_to_oklab, linear_to_srgb, oklab_to_linear, srgb_to_linear
from styles import STYLES


class Styles(unittest.TestCase):
    ramp = torch.linspace(0, 1, 501).expand(1, 3, -1)

    def test_keep_the_order_of_tones(self):
        for name, look in STYLES.items():
            self.assertGreaterEqual(float(look(self.ramp).diff().min()), -1e-6, name)

    def test_keep_grey_grey_but_for_the_warm_one(self):
        for name, look in STYLES.items():
            red, _, blue = look(self.ramp)[0]
            if name == "warm":
                self.assertGreater(float((red - blue)[50:-50].min()), 0.005)
            else:
                self.assertLess(float((red - blue).abs().max()), 2e-3, name)

    def test_are_what_their_names_say(self):
        contrast = {name: float(look(self.ramp)[0, 1].std()) for name, look in STYLES.items()}
        self.assertGreater(contrast["vivid"], contrast["neutral"] * 1.03)
        self.assertLess(contrast["soft"], contrast["neutral"] * 0.92)

    def test_protect_skin_from_the_vivid_one(self):
        def measure_chroma_gain(colour) -> float:
            chroma = []
            for look in (STYLES["neutral"], STYLES["vivid"]):
                _, a, b = linear_to_oklab(srgb_to_linear(look(torch.tensor(colour).view(1, 3, 1)))).flatten()
                chroma.append(float(a.hypot(b)))
            return chroma[1] / chroma[0]

        skin, leaf = (0.80, 0.60, 0.50), (0.50, 0.62, 0.45)
        self.assertLess(measure_chroma_gain(skin), 1.12)
        self.assertGreater(measure_chroma_gain(leaf), measure_chroma_gain(skin) + 0.04)


class Colour(unittest.TestCase):
    def test_oklab_and_its_inverse_cancel(self):
        linear = torch.rand(2, 3, 100, generator=torch.Generator().manual_seed(0)) * 0.99 + 0.01
        self.assertLess(float((oklab_to_linear(linear_to_oklab(linear)) - linear).abs().max()), 1e-4)

    def test_ciede2000_agrees_with_the_published_pairs(self):
        # Sharma, Wu, Dalal 2005, table 1: pairs 1, 7, 17, 20, 25 and 33.
        pairs = [((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425), ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
                 ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492), ((50.0, 2.5, 0.0), (50.0, 3.1736, 0.5854), 1.0),
                 ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644), ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377)]
        for first, second, expected in pairs:
            found = ciede2000(torch.tensor([first]).double(), torch.tensor([second]).double())
            self.assertAlmostEqual(float(found), expected, places=4)

    def test_srgb_transfer_function_and_its_inverse_cancel(self):
        value = torch.linspace(0, 1, 1001).double()
        self.assertLess(float((linear_to_srgb(srgb_to_linear(value)) - value).abs().max()), 1e-6)


if __name__ == "__main__":
    unittest.main()

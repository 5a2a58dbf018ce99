"""Claims about the operations in PyTorch: `python -m unittest discover tests` in models/recipe."""

import json
import sys
import unittest
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from operations import OPERATIONS, apply_recipe, find_light, interpolate_monotone  # noqa: E402


class Operations(unittest.TestCase):
    def test_do_what_the_products_own_do(self):
        recorded = json.loads((HERE / "core_operations.json").read_text(encoding="utf-8"))
        colours = torch.tensor(recorded["input"], dtype=torch.float64).view(1, -1, 3).transpose(1, 2)
        self.assertEqual({case["operation"]["op"] for case in recorded["cases"]}, set(OPERATIONS))
        for case in recorded["cases"]:
            parameters = {name: value for name, value in case["operation"].items() if name != "op"}
            found = OPERATIONS[case["operation"]["op"]](colours, **parameters)[0].T.flatten()
            # Five decimals are recorded; the matrices of Oklab differ in the eighth digit.
            self.assertLess(float((found - torch.tensor(case["output"], dtype=torch.float64)).abs().max()), 1e-4, str(case["operation"]))

    def test_take_part_as_far_as_their_strength_says(self):
        pixels = torch.rand(2, 3, 50, generator=torch.Generator().manual_seed(0))
        whole, half = (apply_recipe(pixels, [{"op": "saturation", "gain": 0.4, "axis": "luma", "strength": strength}]) for strength in (1, 0.5))
        self.assertTrue(torch.allclose(half, (pixels + whole) / 2, atol=1e-6))

    def test_that_are_sampled_over_0_to_1_limit_what_a_chain_gives_them(self):
        # A white of 1.03 is where the definition of tone has a pole.
        pixels = torch.tensor([0.8, 0.7, 1.03]).view(1, 3, 1)
        for name, parameters in (("tone", {"highlights": 0.5}), ("vibrance", {"amount": 0.5}), ("hsl", {"blue": {"chroma": 0.5}})):
            found, limited = (apply_recipe(value, [{"op": name, **parameters}]) for value in (pixels, pixels.clamp(0, 1)))
            self.assertTrue(torch.equal(found, limited), name)
            self.assertTrue(bool(found.isfinite().all()), name)

    def test_curves_pass_through_their_points_and_never_turn_back(self):
        points = [[0, 0.1], [0.3, 0.1], [0.5, 0.7], [1, 0.8]]
        heights = interpolate_monotone(points, torch.tensor([x for x, _ in points], dtype=torch.float64))
        self.assertLess(float((heights - torch.tensor([y for _, y in points], dtype=torch.float64)).abs().max()), 1e-12)
        self.assertGreaterEqual(float(interpolate_monotone(points, torch.linspace(0, 1, 500)).diff().min()), -1e-6)

    def test_refuse_a_light_they_do_not_know(self):
        with self.assertRaisesRegex(ValueError, "expected 5000 to 25000 K"):
            find_light(3000, 0)


if __name__ == "__main__":
    unittest.main()

"""Claims about synthetic experts, what is drawn for them, and the faulty photos they retouch that need no photos: `python -m unittest discover tests` in models/recipe."""

import unittest

import torch

import place  # noqa: F401
from painted_photos import make_store
from color import ciede2000, srgb_to_cielab
from drawn_touches import apply_touches, draw_touch, make_typical_colours, TOUCHES
from expert_stream import ExpertStream, PIXELS_PER_PHOTO
from experts import (
    apply_expert, bake_drawn_expert, bake_expert, draw_expert, find_habit_numbers, is_monochrome, load_experts, read_luts, STRONGEST, WEAKEST)
from fault_pool import FaultPool
from photo_statistics import measure_statistics


class Experts(unittest.TestCase):
    def test_are_as_many_as_judging_needs_each_with_a_name_of_its_own(self):
        experts = load_experts()
        self.assertGreaterEqual(len(experts["known"]), 12)
        self.assertGreaterEqual(len(experts["unseen"]), 10)
        names = [expert["name"] for group in experts.values() for expert in group]
        self.assertEqual(len(names), len(set(names)))

    def test_of_the_unseen_kind_use_what_the_stream_never_draws(self):
        drawn = {operation["op"] for number in range(300) for operation in draw_expert(torch.Generator().manual_seed(number))["operations"]}
        for expert in load_experts()["unseen"]:
            strange = [operation for operation in expert["operations"]
                       if operation["op"] not in drawn or operation.get("axis") == "average" or "gains" in operation
                       or any(f"{channel}Points" in operation for channel in ("red", "green", "blue"))]
            self.assertTrue(strange, expert["name"])

    def test_are_the_same_for_the_same_number(self):
        first, again = (draw_expert(torch.Generator().manual_seed(7)) for _ in range(2))
        self.assertEqual(str(first), str(again))

    def test_look_at_the_photo_where_they_have_habits(self):
        lifting = next(expert for expert in load_experts()["known"] if expert["name"] == "lifts dark photos")
        dark, bright = torch.full((1, 3, 10), 0.15), torch.full((1, 3, 10), 0.7)
        gains = [float((apply_expert(lifting, photo) - photo).mean()) for photo in (dark, bright)]
        self.assertGreater(gains[0], 0.08)
        self.assertLess(abs(gains[1]), 0.03)
        self.assertEqual(float(find_habit_numbers(lifting["habits"], bright)["ev"]), 0.0)

    def test_that_are_black_and_white_leave_no_colour(self):
        pixels = torch.rand(1, 3, 200, generator=torch.Generator().manual_seed(1))
        for expert in load_experts()["known"]:
            result = apply_expert(expert, pixels)
            self.assertEqual(float((result.amax(1) - result.amin(1)).max()) < 1e-6, is_monochrome(expert), expert["name"])

    def test_as_a_lut_agree_with_themselves(self):
        pixels = torch.rand(1, 3, 500, generator=torch.Generator().manual_seed(2))
        expert = {"operations": [{"op": "exposure", "ev": 0.3}, {"op": "saturation", "gain": 1.2, "axis": "luma"}]}
        found = read_luts(bake_expert(expert)[None], pixels)
        self.assertLess(float((found - apply_expert(expert, pixels)).abs().mean()), 0.004)

    def test_of_a_stream_that_goes_on_are_those_of_one_that_never_stopped(self):
        whole, resumed = ExpertStream(4, 1), ExpertStream(4, 1, 3)
        for _ in range(3):
            whole.advance()
        self.assertTrue(torch.equal(whole.luts, resumed.luts))


class DrawnTouches(unittest.TestCase):
    def test_leave_colours_alone_where_their_numbers_say_so(self):
        colours, flat = make_typical_colours(), torch.zeros(5)
        nothing = [{"kind": "tint", "a": flat, "b": flat}, {"kind": "hues", **{name: torch.zeros(2, 3) for name in ("turns", "gains", "weights")}},
                   {"kind": "chroma", "gains": flat}, {"kind": "channels", "matrix": torch.eye(3)}]
        self.assertEqual({touch["kind"] for touch in nothing} | {"tones"}, set(TOUCHES))
        for touch in nothing:
            self.assertLess(float((apply_touches(colours, [touch]) - colours).abs().max()), 2e-3, touch["kind"])

    def test_do_what_their_kind_says(self):
        colours, greys = make_typical_colours(), torch.linspace(0.1, 0.9, 50).expand(1, 3, -1)
        for number in range(20):
            touches = {kind: draw_touch(kind, torch.Generator().manual_seed(number)) for kind in TOUCHES}
            for kind in ("hues", "chroma"):
                self.assertLess(float((apply_touches(greys, [touches[kind]]) - greys).abs().max()), 2e-3, f"{kind} leaves greys alone")
            bent = apply_touches(greys, [touches["tones"]])
            self.assertGreaterEqual(float(bent.diff(dim=2).min()), 0, "tones rise")
            self.assertLess(float((bent.amax(1) - bent.amin(1)).max()), 1e-6, "tones leave greys grey")
            for kind, touch in touches.items():
                self.assertTrue(bool(apply_touches(colours, [touch]).isfinite().all()), kind)

    def test_of_an_unknown_kind_are_refused(self):
        with self.assertRaisesRegex(ValueError, "kind: sparkle .expected one of tint"):
            draw_touch("sparkle", torch.Generator())

    def test_and_operations_together_are_held_between_a_weakest_and_a_strongest_change(self):
        colours, changes = make_typical_colours(), {"as drawn": [], "held": []}
        for number in range(40):
            expert = draw_expert(torch.Generator().manual_seed(number))
            for name, bake in (("as drawn", bake_expert), ("held", bake_drawn_expert)):
                result = read_luts(bake(expert)[None], colours)
                changes[name].append(float(ciede2000(srgb_to_cielab(result), srgb_to_cielab(colours)).mean()))
        inside = {name: sum(WEAKEST - 0.5 < change < STRONGEST + 0.5 for change in found) for name, found in changes.items()}
        self.assertGreater(inside["held"], inside["as drawn"] + 3)
        self.assertEqual([held for drawn, held in zip(*changes.values()) if drawn < 0.5], [drawn for drawn in changes["as drawn"] if drawn < 0.5])


class FaultyPhotos(unittest.TestCase):
    FAULTS = {"untouched": 0.0, "least_strength": 0.5}

    def test_are_as_many_for_each_crop_as_wanted_with_their_own_statistics(self):
        pool = FaultPool(make_store(), 3, self.FAULTS, 0.0, 1)
        self.assertEqual(len(pool), 18)
        self.assertTrue(torch.equal(pool.statistics, measure_statistics(pool.faulty / 255)))
        self.assertTrue(torch.equal(pool.finished[:6], make_store().colours[:, :, -PIXELS_PER_PHOTO:]))

    def test_of_high_or_low_key_are_finished_as_they_are(self):
        pool = FaultPool(make_store(), 3, self.FAULTS, 1.0, 1)
        self.assertTrue(torch.equal(pool.finished, pool.faulty))
        moved = pool.finished.float().mean((1, 2)) - make_store().colours[:, :, -PIXELS_PER_PHOTO:].float().mean((1, 2)).repeat(3)
        self.assertGreater(float(moved.max()), 10)
        self.assertLess(float(moved.min()), -10)


if __name__ == "__main__":
    unittest.main()

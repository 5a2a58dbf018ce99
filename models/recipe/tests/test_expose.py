"""Claims about CuDi on a whole photo: own exposures, limits, noise, grids that need no photos: `python -m unittest discover tests` in models/recipe."""

import unittest

import torch

import place  # noqa: F401
import crops  # noqa: F401
from auto_exposure import BRIGHT, DARK, find_auto_exposure
from cudi import COLOUR_LIMIT, GAIN_LIMITS, resize, Student
from expose import average_bands, COPY_SIDE, find_counted, find_own_exposure, find_question, find_support, KEPT_DIFFERENCE, PhotoExposer
from grid import GridFit, slice_grid
from noise import measure_noise
from strokes import paint_ellipse


def paint_field(side: int, seed: int = 3) -> torch.Tensor:
    """A soft coloured field (1, 3, side, side)."""
    coarse = torch.rand(1, 3, 6, 6, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(coarse, size=(side, side), mode="bilinear", align_corners=False)


class OwnExposures(unittest.TestCase):
    def test_keep_the_two_sides_of_an_edge_apart(self):
        copy = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.12)
        copy[..., COPY_SIDE // 2 :] = 0.78
        self.assertLess(float((find_own_exposure(copy) - copy[:, :1]).abs().max()), 0.001)

    def test_smooth_what_varies_less_than_an_edge(self):
        noise = 0.5 + 0.03 * torch.randn(1, 1, COPY_SIDE, COPY_SIDE, generator=torch.Generator().manual_seed(7)).expand(1, 3, -1, -1)
        self.assertLess(float(find_own_exposure(noise).std()), 0.15 * float(noise[:, :1].std()))

    def test_do_not_count_what_lies_beyond_the_border(self):
        self.assertTrue(torch.allclose(find_own_exposure(torch.full((2, 3, COPY_SIDE, COPY_SIDE), 0.6)), torch.tensor(0.6)))


class Exposers(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(5)
        self.student = Student().eval()

    def test_leave_a_photo_at_its_own_exposure_as_it_is(self):
        picture = paint_field(COPY_SIDE)
        for is_lifted, tolerance in ((False, 1e-6), (True, 1e-4)):
            exposer = PhotoExposer(self.student, picture, True, is_lifted, 0)
            after = exposer.render(exposer.find_auto_maps(exposer.own_exposure))
            self.assertLess(float((after - picture).abs().max()), tolerance)

    def test_leave_a_photo_of_which_nothing_is_wanted_as_it_is(self):
        exposer = PhotoExposer(self.student, paint_field(COPY_SIDE))
        nowhere = torch.zeros_like(exposer.own_exposure)
        for maps in (exposer.find_mean_maps(torch.full_like(nowhere, 0.7), nowhere, nowhere), exposer.find_auto_maps(exposer.own_exposure)):
            self.assertLess(float((exposer.render(maps) - exposer.picture).abs().max()), 1e-4)

    def test_bring_the_inside_of_a_stroke_to_its_mean_rather_than_the_surroundings(self):
        class Obedient(Student):
            """Moves every place by what is asked for."""

            def find_maps(self, copy):
                return torch.cat([torch.ones_like(copy[:, 3:]), copy[:, 3:]], 1)

        picture = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.7)
        coverage = (paint_ellipse(picture) > 0.5).float()
        picture = picture - 0.4 * coverage
        after = PhotoExposer(Obedient(), picture, True, False, 2).expose(torch.full_like(coverage, 0.5), coverage)
        self.assertAlmostEqual(float(after[coverage.expand_as(after) > 0].mean()), 0.5, delta=0.02)

    def test_move_nothing_outside_a_stroke_and_something_inside(self):
        torch.nn.init.normal_(self.student.pairs[6][1].weight, std=0.3)
        picture = paint_field(96)
        coverage = paint_ellipse(picture)
        moved = (PhotoExposer(self.student, picture).expose(torch.full_like(coverage, 0.7), coverage) - picture).abs()
        self.assertTrue(bool((coverage == 0).any()))
        self.assertEqual(float(moved[(coverage == 0).expand_as(moved)].max()), 0)
        self.assertGreater(float(moved[(coverage > 0.9).expand_as(moved)].mean()), 0.005)

    def test_wanted_one_mean_keep_the_order_of_light(self):
        picture = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.2)
        picture[..., COPY_SIDE // 2 :] = 0.7
        exposer, everywhere = PhotoExposer(self.student, picture), torch.ones(1, 1, COPY_SIDE, COPY_SIDE)
        after, _ = find_question(exposer.copy, exposer.own_exposure, 0.5 * everywhere)
        self.assertAlmostEqual(float(after.mean()), 0.5, delta=1e-4)
        self.assertAlmostEqual(float(after[..., -1].mean() - after[..., 0].mean()), KEPT_DIFFERENCE * 0.5, delta=1e-3)

    def test_settle_each_half_of_a_picture_on_its_own(self):
        class Deaf(Student):
            """Goes half of the way from 0.5 to what is wanted, and too far on the right."""

            def find_maps(self, copy):
                offset = 0.5 * (copy[:, 3:] - 0.5) + 0.1 * (torch.arange(COPY_SIDE) >= COPY_SIDE // 2)
                return torch.cat([torch.ones_like(offset), offset], 1)

        copy = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.5)
        wanted = torch.full((1, 1, COPY_SIDE, COPY_SIDE), 0.45)
        wanted[..., COPY_SIDE // 2 :] = 0.6
        misses = []
        for runs in (0, 2, 6):
            after = PhotoExposer(Deaf(), copy, False, False, runs).expose(wanted)
            halves = (after[..., : COPY_SIDE // 2].mean() - 0.45, after[..., COPY_SIDE // 2 :].mean() - 0.6)
            misses.append(max(abs(float(half)) for half in halves))
        self.assertLess(misses[2], misses[1])
        self.assertLess(misses[1], misses[0])

    def test_ask_again_for_what_the_grid_smooths_away(self):
        class Obedient(Student):
            """Moves every place by what is asked for."""

            def find_maps(self, copy):
                return torch.cat([torch.ones_like(copy[:, 3:]), copy[:, 3:]], 1)

        wanted = torch.full((1, 1, COPY_SIDE, COPY_SIDE), 0.35)
        wanted[..., COPY_SIDE // 2 :] = 0.65
        misses = []
        for runs in (0, 2):
            after = PhotoExposer(Obedient(), torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.5), settling_runs=runs).expose(wanted)
            misses.append(abs(float(after[..., : COPY_SIDE // 2].mean()) - 0.35))
        self.assertGreater(misses[0], 0.008)
        self.assertLess(misses[1], 0.3 * misses[0])

    def test_count_the_soft_edge_of_a_stroke_little_and_faint_strokes_as_full_ones(self):
        coverage = torch.tensor([1.0, 0.5, 0.0]).view(1, 1, 1, 3)
        self.assertTrue(torch.allclose(find_counted(coverage), torch.tensor([1.0, 0.125, 0.0])))
        self.assertTrue(torch.allclose(find_counted(0.01 * coverage), find_counted(coverage)))

    def test_have_goals_whose_mean_over_a_stroke_is_the_wanted_one(self):
        copy = paint_field(COPY_SIDE) ** 3
        own = find_own_exposure(copy)
        coverage = paint_ellipse(copy)
        counted = find_counted(coverage)
        _, goal = find_question(copy, own, torch.full_like(own, 0.6), find_support(coverage), counted)
        self.assertAlmostEqual(float((counted * goal).sum() / counted.sum()), 0.6, delta=1e-3)
        self.assertEqual(float(goal[..., 0, 0]), float(copy.mean(1, keepdim=True)[..., 0, 0]))

    def test_lift_colour_less_than_luma_beyond_the_limit_and_keep_hue(self):
        grey, leaf = torch.full((1, 3, 1, 1), 0.1), torch.tensor([0.08, 0.12, 0.06]).view(1, 3, 1, 1)
        maps = torch.tensor([5.0, 0.0]).view(1, 2, 1, 1)
        self.assertTrue(torch.allclose(self.student.render(grey, maps), 5 * grey))
        before, after = leaf - leaf.mean(1, keepdim=True), self.student.render(leaf, maps)
        after = after - after.mean(1, keepdim=True)
        self.assertTrue(torch.allclose(after, COLOUR_LIMIT * before, atol=1e-6))
        gentle = torch.tensor([2.0, -0.05]).view(1, 2, 1, 1)
        self.assertTrue(torch.allclose(self.student.render(leaf, gentle), 2 * leaf - 0.05, atol=1e-6))

    def test_never_turn_tone_over_and_lift_black_less_than_dark(self):
        maps = torch.tensor([[-3.0, 0.5, 40.0, 40.0], [0.0, -0.2, 9.0, 9.0]]).view(1, 2, 1, 4)
        means = torch.tensor([0.3, 0.3, 0.01, 0.1])
        slope, offset = self.student.limit(maps, means.expand(1, 3, 1, 4))[0, :, 0]
        self.assertGreater(float(slope.min()), 0)
        self.assertEqual((float(slope[1]), float(offset[1])), (0.5, float(maps[0, 1, 0, 1])))
        black, dark = ((means * slope + offset) / means)[2:].tolist()
        self.assertAlmostEqual(black, GAIN_LIMITS[0], places=4)
        self.assertAlmostEqual(dark, GAIN_LIMITS[1], places=4)


class Bands(unittest.TestCase):
    def test_average_what_two_exposures_missed_apart_and_by_weight(self):
        exposure = torch.tensor([0.3, 0.3, 0.3, 0.7, 0.7, 0.7])
        values, weights = torch.tensor([1.0, 3, 100, 5, 7, 100]), torch.tensor([1.0, 1, 0, 3, 1, 0])
        self.assertTrue(torch.allclose(average_bands(values, weights, exposure), torch.tensor([2, 2, 2, 5.5, 5.5, 5.5])))


class Noise(unittest.TestCase):
    def setUp(self):
        self.dark = 0.05 + 0.2 * paint_field(200)
        self.grain = torch.randn(1, 3, 200, 200, generator=torch.Generator().manual_seed(4))

    def test_is_found_in_the_dark_and_texture_without_colour_is_not_taken_for_it(self):
        self.assertLess(measure_noise(self.dark), 0.001)
        self.assertLess(measure_noise(self.dark + 0.03 * self.grain[:, :1]), 0.001)
        self.assertAlmostEqual(measure_noise(self.dark + 0.02 * self.grain), 0.02, delta=0.003)
        self.assertEqual(measure_noise(0.5 + self.dark + 0.02 * self.grain), 0)

    def test_is_seen_in_single_pixels_of_a_large_photo_that_its_copy_averages(self):
        large = 0.1 + 0.02 * torch.randn(1, 3, 1200, 900, generator=torch.Generator().manual_seed(6))
        self.assertAlmostEqual(measure_noise(large), 0.02, delta=0.003)

    def test_is_lifted_less_the_more_there_is(self):
        student, maps = Student(), torch.tensor([5.0, 0.3]).view(1, 2, 1, 1)
        gains = []
        for noise in (0.0, 0.02, 0.2):
            slope, offset = student.limit(maps, torch.full((1, 3, 1, 1), 0.1), noise)[0, :, 0, 0].tolist()
            gains.append((slope, slope + offset / 0.1))
        for found, limited in zip(gains, ((5, 8), (3, 3), (2, 2))):
            self.assertTrue(torch.allclose(torch.tensor(found), torch.tensor(limited, dtype=torch.float)), found)
        reddish = torch.tensor([0.12, 0.08, 0.1]).view(1, 3, 1, 1)
        spreads = [float(student.render(reddish, maps[:, :, :1] * torch.tensor([[[[1.0]], [[0.0]]]]), noise).std()) for noise in (0.0, 0.02, 0.2)]
        self.assertAlmostEqual(spreads[1] / spreads[0], 0.5, places=4)
        self.assertAlmostEqual(spreads[2], float(reddish.std()), places=4)


class AutomaticExposures(unittest.TestCase):
    def find(self, copy):
        own = find_own_exposure(copy)
        return own, find_auto_exposure(copy, own)

    def test_leave_a_well_exposed_photo_as_it_is(self):
        copy = 0.45 + 0.2 * paint_field(COPY_SIDE)
        copy[..., 27:37, 27:37] = 0.805
        own, wanted = self.find(copy)
        self.assertTrue(bool(((own > DARK[1]) & (own < BRIGHT[0])).all()))
        self.assertTrue(torch.equal(wanted, own))

    def test_lift_the_dark_part_of_a_backlit_photo_and_not_the_sky(self):
        copy = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.75)
        copy[..., :3] = 0.82
        copy[..., COPY_SIDE // 2 :, :] = 0.15
        own, wanted = self.find(copy)
        self.assertGreater(float((wanted - own)[..., -8:, :].min()), 0.1)
        self.assertEqual(float((wanted - own)[..., :8, :].abs().max()), 0)

    def test_brighten_an_under_exposed_photo_as_a_whole(self):
        copy = 0.5 * paint_field(COPY_SIDE)
        own, wanted = self.find(copy)
        self.assertGreater(float((wanted - own).min()), 0.03)

    def test_leave_the_night_black(self):
        copy = torch.full((1, 3, COPY_SIDE, COPY_SIDE), 0.01)
        copy[..., 26:36, 26:36] = 0.9
        own, wanted = self.find(copy)
        self.assertLess(float((wanted - own).max()), 0.02)


class Grids(unittest.TestCase):
    def test_return_constant_maps_and_keep_smooth_ones(self):
        copy, fine = paint_field(64), paint_field(200)
        ramp = torch.linspace(0, 1, 64).expand(1, 1, 64, 64)
        maps = slice_grid(GridFit(copy).lift(torch.cat([torch.full_like(ramp, 1.7), ramp], 1)), fine)
        self.assertLess(float((maps[:, 0] - 1.7).abs().max()), 1e-3)
        self.assertLess(float((maps[:, 1:] - resize(ramp, fine)).abs()[..., 60:-60].max()), 0.1)

    def test_are_read_at_the_middles_of_cells_and_beyond_them_at_the_border(self):
        grid = torch.arange(16.0).expand(1, 1, 8, 16, 16)
        found = slice_grid(grid, torch.full((1, 3, 4, 32), 0.3))[0, 0, 0]
        self.assertTrue(torch.allclose(found[1:-1], torch.arange(30) / 2 + 0.25, atol=1e-5))
        self.assertTrue(torch.allclose(found[[0, -1]], torch.tensor([0.0, 15.0]), atol=1e-5))

    def test_under_a_stroke_hold_what_is_wanted_there(self):
        copy = paint_field(64)
        coverage = torch.zeros(1, 1, 64, 64)
        coverage[..., 28:36, 28:36] = 1
        lifted = [slice_grid(fit.lift(1 + coverage), copy)[..., 28:36, 28:36] for fit in (GridFit(copy, coverage), GridFit(copy))]
        misses = [float((maps - 2).abs().max()) for maps in lifted]
        self.assertLess(misses[0], 0.01)
        self.assertGreater(misses[1], 0.2)

    def test_hold_an_edge_of_the_photo_that_bilinear_maps_blur(self):
        copy = torch.full((1, 3, 64, 64), 0.1)
        copy[..., 32:] = 0.9
        fine = copy.repeat_interleave(8, 2).repeat_interleave(8, 3)
        maps = 1 + copy[:, :1]
        truth = 1 + fine[:, :1]
        lifted = (slice_grid(GridFit(copy).lift(maps), fine) - truth).abs().max()
        self.assertLess(float(lifted), 0.2 * float((resize(maps, fine) - truth).abs().max()))


if __name__ == "__main__":
    unittest.main()

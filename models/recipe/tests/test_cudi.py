"""Claims about CuDi that need no photos."""

import sys
import tempfile
import unittest
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from csrnet import count_parameters  # noqa: E402
from auto_exposure import BRIGHT, DARK, find_auto_exposure  # noqa: E402
from cudi import (  # noqa: E402
    COLOUR_LIMIT, CurveStudent, GAIN_LIMITS, NarrowTeacher, PublishedStudent, PublishedTeacher, STUDENTS, Student, TEACHERS, bend_by_curves,
    resize)
from data import CropStore  # noqa: E402
from evaluate_cudi import measure_hue_shift, measure_ssim  # noqa: E402
from expose import COPY_SIDE, KEPT_DIFFERENCE, PhotoExposer, average_bands, find_counted, find_own_exposure, find_question, find_support  # noqa: E402
from grid import GridFit, slice_grid  # noqa: E402
from loop import Run, read_config, train  # noqa: E402
from noise import measure_noise  # noqa: E402
from refine_cudi import average_regions, draw_regions, make_measure as make_refining_measure, make_target  # noqa: E402
from strokes import paint_ellipse  # noqa: E402
from test_recipe import make_pictures  # noqa: E402
from train_cudi import HIGH, LOW, draw_exposures, judge, make_measure, measure_chromaticity, measure_structure  # noqa: E402

CONFIGS = HERE.parent / "config"


class Networks(unittest.TestCase):
    def test_have_as_many_parameters_as_published_or_stated(self):
        counts = {PublishedTeacher: 4701912, PublishedStudent: 3630, NarrowTeacher: 119382, Student: 3080, CurveStudent: 3196}
        for kind, count in counts.items():
            self.assertEqual(count_parameters(kind()), count, kind.__name__)

    def test_return_a_picture_of_the_size_that_came_in(self):
        picture, exposure = torch.rand(2, 3, 33, 46), torch.rand(2, 1, 33, 46)
        for kind in [*TEACHERS.values(), *STUDENTS.values()]:
            with torch.no_grad():
                self.assertEqual(kind()(picture, exposure).shape, picture.shape, kind.__name__)

    def test_keep_black_and_white_where_curves_bend(self):
        ends = torch.tensor([0.0, 1.0]).view(1, 1, 1, 2).expand(1, 3, 1, 2)
        self.assertTrue(torch.equal(bend_by_curves(ends, torch.rand(1, 6, 1, 2) * 2 - 1, 1), ends))

    def test_keep_black_black_in_the_shipped_student(self):
        student = Student()
        torch.nn.init.normal_(student.pairs[6][1].weight)
        black, exposure = torch.zeros(1, 3, 32, 32), torch.full((1, 1, 32, 32), 0.8)
        with torch.no_grad():
            self.assertTrue(torch.equal(student(black, exposure), black))


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


class Measures(unittest.TestCase):
    def test_call_equal_pictures_equal_and_inverted_ones_unlike(self):
        picture = torch.rand(1, 3, 40, 40)
        self.assertAlmostEqual(float(measure_ssim(picture, picture).min()), 1, places=4)
        self.assertLess(float(measure_ssim(picture, 1 - picture).mean()), 0)

    def test_find_the_angle_between_red_and_green_in_oklab(self):
        red, green = (torch.tensor(colour).view(1, 3, 1, 1) for colour in ([1.0, 0, 0], [0, 1.0, 0]))
        self.assertAlmostEqual(measure_hue_shift(red, green), 142.50 - 29.23, delta=0.1)


class Losses(unittest.TestCase):
    def test_are_zero_for_an_unchanged_picture(self):
        picture = torch.rand(2, 3, 32, 32)
        self.assertEqual(float(measure_structure(picture, picture)), 0)
        self.assertEqual(float(measure_chromaticity(picture, picture)), 0)

    def test_of_chromaticity_forgive_brightness_and_not_hue(self):
        picture = torch.rand(2, 3, 16, 16) * 0.4 + 0.2
        tinted = picture * torch.tensor([1.5, 1.0, 0.7]).view(1, 3, 1, 1)
        self.assertLess(float(measure_chromaticity(picture, 1.5 * picture)), 0.02 * float(measure_chromaticity(picture, tinted)))


class Regions(unittest.TestCase):
    def test_cover_the_picture_once_and_every_kind_is_drawn(self):
        kinds = {"halves": 0.2, "rectangle": 0.2, "ramp": 0.2, "stroke": 0.2}
        wanted, coverage, regions = draw_regions(200, 32, kinds, torch.Generator().manual_seed(2))
        self.assertTrue(torch.allclose(regions.sum(1), torch.ones(200, 32, 32)))
        self.assertAlmostEqual(float((coverage.amin((1, 2, 3)) < 1).float().mean()), 0.2, delta=0.08)
        self.assertGreaterEqual(float(wanted.min()), 0.1)
        self.assertLessEqual(float(wanted.max()), 0.9)

    def test_darken_a_target_that_is_too_bright_and_never_brighten_one(self):
        after, regions = torch.full((1, 3, 8, 8), 0.5), torch.zeros(1, 2, 8, 8)
        regions[:, 0, :, :4], regions[:, 1, :, 4:] = 1, 1
        wanted = torch.where(regions[:, :1] > 0, torch.tensor(0.25), torch.tensor(0.8))
        means = average_regions(make_target(after, wanted, regions).mean(1, keepdim=True), regions)
        self.assertTrue(torch.allclose(means, torch.tensor([[0.25, 0.5]])))


class Exposures(unittest.TestCase):
    def test_stay_in_the_stated_range_and_half_are_constant(self):
        maps = draw_exposures(1000, 16, torch.Generator().manual_seed(1))
        self.assertGreaterEqual(float(maps.min()), LOW)
        self.assertLessEqual(float(maps.max()), HIGH)
        constant = (maps.amax((1, 2, 3)) - maps.amin((1, 2, 3)) < 1e-6).float().mean()
        self.assertAlmostEqual(float(constant), 0.5, delta=0.08)

    def test_are_judged_exact_where_the_output_is_the_wanted_mean(self):
        scores = judge(lambda picture, exposure: exposure.expand_as(picture), [torch.rand(1, 3, 32, 32)])
        self.assertLess(scores["mean_error"] + scores["halves_error"], 1e-6)
        self.assertGreater(scores["correlation"], 0.999999)


class Training(unittest.TestCase):
    def setUp(self):
        self.store = CropStore(make_pictures(), 64, 1, 2, 0)

    def test_of_each_teacher_moves_by_one_step_under_each_loss(self):
        for name, changes in (("cudi_teacher", ["samples=2"]), ("cudi_teacher", ["samples=2", "losses='published'"]),
                              ("cudi_teacher_published", ["samples=1"])):
            config = read_config(CONFIGS / f"{name}.py", ["side=64", *changes])
            with tempfile.TemporaryDirectory() as folder:
                run = Run(config, Path(folder), "cpu", TEACHERS[config["teacher"]])
                before = {name: value.clone() for name, value in run.network.state_dict().items()}
                self.assertTrue(torch.isfinite(torch.tensor(run.advance(make_measure(self.store, config)))))
                moved = [name for name, value in run.network.state_dict().items() if not torch.equal(value, before[name])]
                self.assertEqual(len(moved), len(before), name)

    def test_of_each_student_moves_by_one_step(self):
        teacher = NarrowTeacher().eval().requires_grad_(False)
        configs = [read_config(CONFIGS / f"cudi_student{suffix}.py", ["side=64", "samples=2"]) for suffix in ("", "_curves", "_published")]
        self.assertEqual({config["student"] for config in configs}, set(STUDENTS))
        for config in configs:
            student = config["student"]
            with tempfile.TemporaryDirectory() as folder:
                run = Run(config, Path(folder), "cpu", STUDENTS[student])
                before = {name: value.clone() for name, value in run.network.state_dict().items()}
                self.assertTrue(torch.isfinite(torch.tensor(run.advance(make_measure(self.store, config, teacher)))))
                moved = [name for name, value in run.network.state_dict().items() if not torch.equal(value, before[name])]
                self.assertEqual(len(moved), len(before), student)

    def test_as_it_is_run_brings_the_means_of_regions_nearer(self):
        config = read_config(CONFIGS / "cudi_refined.py", ["side=64", "samples=4", "steps=80", "warm_up_steps=1", "learning_rate=1e-2"])
        measure = make_refining_measure(self.store, config, NarrowTeacher().eval().requires_grad_(False))

        def score(network) -> float:
            generator = torch.Generator().manual_seed(9)
            with torch.no_grad():
                return sum(float(measure(network, generator)) for _ in range(4))

        with tempfile.TemporaryDirectory() as folder:
            run = Run(config, Path(folder), "cpu", Student)
            before = score(run.network)
            for _ in range(80):
                run.advance(measure)
        self.assertLess(score(run.network), 0.8 * before)

    def test_of_a_student_comes_nearer_to_its_teacher_and_resumes_exactly(self):
        config = read_config(CONFIGS / "cudi_student.py", ["side=64", "samples=2", "steps=20"])
        measure = make_measure(self.store, config, NarrowTeacher().eval().requires_grad_(False))
        with tempfile.TemporaryDirectory() as folder:
            whole = Run(config, Path(folder) / "whole", "cpu", Student)
            losses = [whole.advance(measure) for _ in range(20)]
            train(Run(config, Path(folder) / "parts", "cpu", Student), measure, stop_at=10)
            resumed = Run(config, Path(folder) / "parts", "cpu", Student)
            train(resumed, measure)
        self.assertLess(sum(losses[-5:]), sum(losses[:5]))
        for name, value in whole.network.state_dict().items():
            self.assertTrue(torch.equal(value, resumed.network.state_dict()[name]), name)


if __name__ == "__main__":
    unittest.main()

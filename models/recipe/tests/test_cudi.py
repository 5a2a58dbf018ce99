"""Claims about CuDi that need no photos."""

import sys
import tempfile
import unittest
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from csrnet import count_parameters  # noqa: E402
from cudi import (  # noqa: E402
    CurveStudent, GAIN_LIMITS, NarrowTeacher, PublishedStudent, PublishedTeacher, STUDENTS, Student, TEACHERS, bend_by_curves,
    resize)
from data import CropStore  # noqa: E402
from evaluate_cudi import measure_hue_shift, measure_ssim  # noqa: E402
from expose import COPY_SIDE, PhotoExposer, find_own_exposure  # noqa: E402
from grid import GridFit, slice_grid  # noqa: E402
from loop import Run, read_config, train  # noqa: E402
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


class Exposers(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(5)
        self.student = Student().eval()

    def test_leave_a_photo_at_its_own_exposure_as_it_is(self):
        picture = paint_field(COPY_SIDE)
        for form, tolerance in (((True, False, False), 1e-6), ((True, False, True), 1e-5), ((True, True, True), 1e-4)):
            after = PhotoExposer(self.student, picture, *form).expose(find_own_exposure(picture))
            self.assertLess(float((after - picture).abs().max()), tolerance, form)

    def test_never_turn_tone_over_and_lift_black_less_than_dark(self):
        maps = torch.tensor([[-3.0, 0.5, 40.0, 40.0], [0.0, -0.2, 9.0, 9.0]]).view(1, 2, 1, 4)
        means = torch.tensor([0.3, 0.3, 0.01, 0.1])
        slope, offset = self.student.limit(maps, means.expand(1, 3, 1, 4))[0, :, 0]
        self.assertGreater(float(slope.min()), 0)
        self.assertEqual((float(slope[1]), float(offset[1])), (0.5, float(maps[0, 1, 0, 1])))
        black, dark = ((means * slope + offset) / means)[2:].tolist()
        self.assertAlmostEqual(black, GAIN_LIMITS[0], places=4)
        self.assertAlmostEqual(dark, GAIN_LIMITS[1], places=4)


class Grids(unittest.TestCase):
    def test_return_constant_maps_and_keep_smooth_ones(self):
        copy, fine = paint_field(64), paint_field(200)
        ramp = torch.linspace(0, 1, 64).expand(1, 1, 64, 64)
        maps = slice_grid(GridFit(copy).lift(torch.cat([torch.full_like(ramp, 1.7), ramp], 1)), fine)
        self.assertLess(float((maps[:, 0] - 1.7).abs().max()), 1e-3)
        self.assertLess(float((maps[:, 1:] - resize(ramp, fine)).abs()[..., 20:-20].max()), 0.05)

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
        for teacher, losses, samples in (("narrow", "kept", 2), ("narrow", "published", 2), ("published", "published", 1)):
            changes = ["side=64", f"samples={samples}", f"teacher={teacher!r}", f"losses={losses!r}"]
            config = read_config(CONFIGS / "cudi_teacher.py", changes)
            with tempfile.TemporaryDirectory() as folder:
                run = Run(config, Path(folder), "cpu", TEACHERS[teacher])
                before = {name: value.clone() for name, value in run.network.state_dict().items()}
                self.assertTrue(torch.isfinite(torch.tensor(run.advance(make_measure(self.store, config)))))
                moved = [name for name, value in run.network.state_dict().items() if not torch.equal(value, before[name])]
                self.assertEqual(len(moved), len(before), teacher)

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

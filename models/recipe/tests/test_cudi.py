"""Claims about CuDi and its training that need no photos: `python -m unittest discover tests` in models/recipe."""

import tempfile
import unittest
from pathlib import Path

import torch

from place import CONFIGS
from crops import make_pictures
from csrnet import count_parameters
from cudi import bend_by_curves, CurveStudent, NarrowTeacher, PublishedStudent, PublishedTeacher, Student, STUDENTS, TEACHERS
from data import CropStore
from evaluate_cudi import measure_hue_shift, measure_ssim
from loop import read_config, Run, train
from refine_cudi import average_regions, draw_regions, make_measure as make_refining_measure, make_target
from train_cudi import draw_exposures, HIGH, judge, LOW, make_measure, measure_chromaticity, measure_structure


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

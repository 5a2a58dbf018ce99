"""Claims about the recipe that need no photos: `python -m pytest tests` in models/recipe, or `python -m unittest discover tests`."""

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from color import ciede2000, linear_to_srgb, srgb_to_linear  # noqa: E402
from csrnet import ConditionBranch, CSRNet, count_parameters  # noqa: E402
from data import CropStore, find_pairs, make_area_weights, read_photo_list, shrink, shrink_tensor, to_tensor  # noqa: E402
from degrade import FAULT_SETTINGS, apply_faults, draw_faults  # noqa: E402
from loop import Run, read_config, train  # noqa: E402
from train import make_batch, make_csrnet, make_measure, measure_loss  # noqa: E402
from validation_faults import list_validation_rows, load_frozen_faults  # noqa: E402

CONFIG = HERE.parent / "config" / "csrnet.py"


def make_pictures(count: int = 4):
    random = np.random.default_rng(0)
    for _ in range(count):
        coarse = random.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        yield np.kron(coarse, np.ones((20, 20, 1), np.uint8)), None


def make_stores(config: dict) -> dict:
    side, pixels = config["condition_side"], config["pixels_per_crop"]
    return {name: CropStore(make_pictures(), side, pixels, 2, seed) for seed, name in enumerate(("finished", "left_alone", "snapshots"))}


class Network(unittest.TestCase):
    def test_has_as_many_parameters_as_published(self):
        self.assertEqual(count_parameters(CSRNet()), 36489)
        self.assertEqual(count_parameters(CSRNet(use_condition=False)), 4611)
        self.assertEqual(count_parameters(ConditionBranch()), 23232)

    def test_names_its_weights_as_the_published_file_does(self):
        layers = [f"cond_net.conv{i}" for i in (1, 2, 3)] + [f"conv{i}" for i in (1, 2, 3)]
        layers += [f"cond_{kind}{i}" for kind in ("scale", "shift") for i in (1, 2, 3)]
        self.assertEqual(set(CSRNet().state_dict()), {f"{layer}.{part}" for layer in layers for part in ("weight", "bias")})

    def test_maps_the_same_colour_alike_wherever_it_stands(self):
        pixels, copy = torch.rand(1, 3, 8, 8), torch.rand(1, 3, 64, 64)
        network = CSRNet()
        swapped = network(pixels.flip(3), copy).flip(3)
        self.assertLess(float((network(pixels, copy) - swapped).abs().max()), 1e-6)

    def test_starts_at_the_identity_where_the_condition_is_silent(self):
        network = CSRNet().start_at_identity()
        torch.nn.init.zeros_(network.cond_net.conv3.weight)
        torch.nn.init.zeros_(network.cond_net.conv3.bias)
        pixels = torch.rand(2, 3, 5, 7)
        self.assertLess(float((network(pixels, torch.rand(2, 3, 64, 64)) - pixels).abs().max()), 1e-6)


class Colour(unittest.TestCase):
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


class Photos(unittest.TestCase):
    def test_of_no_judged_picture_are_trained_on(self):
        rows = read_photo_list()
        trained = {row["sha256"] for row in rows if row["split"] == "train"}
        judged = [row for row in rows if row["split"] != "train"]
        self.assertFalse(trained & {row["sha256"] for row in judged})
        looks = [int(row["look"], 16) for row in rows if row["split"] == "train"]
        nearest = min(bin(look ^ int(row["look"], 16)).count("1") for look in looks for row in judged)
        self.assertGreater(nearest, 4)

    def test_of_left_out_sources_are_in_no_other_split(self):
        rows = read_photo_list()
        left_out = {row["source"] for row in rows if row["split"] == "left-out"}
        self.assertEqual({row["split"] for row in rows if row["source"] in left_out and row["split"] != "held-out"}, {"left-out"})

    def test_have_frozen_faults(self):
        faults = load_frozen_faults()["faults"]
        self.assertEqual(set(faults), {row["file"] for split in ("held-out", "left-out") for row in list_validation_rows(split)})

    def test_are_shrunk_by_exact_areas(self):
        self.assertTrue(torch.allclose(make_area_weights(3, 2), torch.tensor([[2, 1, 0], [0, 1, 2]]) / 3))
        picture = np.random.default_rng(0).integers(0, 256, (10, 13, 3), dtype=np.uint8)
        # Repeating every pixel `side` times makes each area a whole number of pixels.
        blocks = picture.repeat(8, 0).repeat(8, 1).reshape(8, 10, 8, 13, 3).mean((1, 3))
        exact = shrink_tensor(to_tensor(picture), 8)[0].permute(1, 2, 0).numpy() * 255
        self.assertLess(np.abs(exact - blocks).max(), 1e-3)
        self.assertLessEqual(np.abs(shrink(picture, 8) - blocks).max(), 0.5 + 1e-3)

    def test_of_a_pair_are_cut_at_the_same_places(self):
        pictures = [(picture, 255 - picture) for picture, _ in make_pictures(2)]
        store = CropStore(pictures, 64, 50, 6, 0)
        self.assertTrue(torch.equal(store.targets, 255 - store.pixels))

    def test_without_a_retouched_partner_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "input").mkdir()
            (Path(folder) / "expertC").mkdir()
            (Path(folder) / "input" / "a.jpg").touch()
            with self.assertRaisesRegex(FileNotFoundError, "1 of 1 inputs without a partner"):
                find_pairs(Path(folder))


class Training(unittest.TestCase):
    def test_goes_on_from_a_checkpoint_to_the_same_weights(self):
        config = read_config(CONFIG, ["steps=20", "pixels_per_crop=64", "pixels_per_sample=32", "finished=3", "snapshots=1"])
        measure = make_measure(make_stores(config), config)
        with tempfile.TemporaryDirectory() as folder:
            whole = Run(config, Path(folder) / "whole", "cpu", make_csrnet)
            train(whole, measure)
            train(Run(config, Path(folder) / "parts", "cpu", make_csrnet), measure, stop_at=10)
            resumed = Run(config, Path(folder) / "parts", "cpu", make_csrnet)
            self.assertEqual(resumed.step, 10)
            train(resumed, measure)
        for part in ("network", "average"):
            for name, value in getattr(whole, part).state_dict().items():
                self.assertTrue(torch.equal(value, getattr(resumed, part).state_dict()[name]), f"{part}.{name}")

    def test_refuses_a_setting_it_does_not_know(self):
        with self.assertRaisesRegex(ValueError, "no setting named stepz"):
            read_config(CONFIG, ["stepz=3"])

    def test_refuses_a_checkpoint_of_other_settings(self):
        config = read_config(CONFIG, [])
        with tempfile.TemporaryDirectory() as folder:
            Run(config, Path(folder), "cpu", make_csrnet).save()
            with self.assertRaisesRegex(ValueError, "checkpoint of other settings: steps"):
                Run(config | {"steps": 7}, Path(folder), "cpu", make_csrnet)

    def test_lowers_the_loss_on_faults_it_has_not_met(self):
        config = read_config(CONFIG, ["steps=60", "pixels_per_crop=64", "pixels_per_sample=64", "warm_up_steps=5", "finished=30"])
        stores = make_stores(config)
        batch = make_batch(stores, config, torch.Generator().manual_seed(99))
        with tempfile.TemporaryDirectory() as folder:
            run = Run(config, Path(folder), "cpu", make_csrnet)
            before = float(measure_loss(run.network, batch, config))
            for _ in range(60):
                run.advance(make_measure(stores, config))
        self.assertLess(float(measure_loss(run.network, batch, config)), 0.95 * before)


@unittest.skipUnless(importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"), "needs onnx and onnxruntime")
class Export(unittest.TestCase):
    def test_agrees_with_pytorch_and_describes_its_files(self):
        from export_onnx import PARITY_TOLERANCE, describe_files, export_network, record_tensors

        torch.manual_seed(0)
        network = CSRNet().eval()
        samples = [torch.rand(1, 3, 40, 60), torch.rand(1, 3, 65, 33)]
        with tempfile.TemporaryDirectory() as folder:
            self.assertLess(export_network(network, 64, Path(folder), samples), PARITY_TOLERANCE)
            entries = describe_files(64, Path(folder))
            self.assertEqual([entry["byteCount"] for entry in entries], [(Path(folder) / Path(entry["file"]).name).stat().st_size for entry in entries])
            record_tensors(network, 64, Path(folder) / "tensors", samples)
            recorded = json.loads((Path(folder) / "tensors" / "cases.json").read_text())
            for case in recorded["cases"]:
                count = sum(int(np.prod(tensor["shape"])) for tensor in case["tensors"])
                self.assertEqual((Path(folder) / "tensors" / case["file"]).stat().st_size, 4 * count)


if __name__ == "__main__":
    unittest.main()

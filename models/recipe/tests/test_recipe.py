"""Claims about the recipe that need no photos: `python -m pytest tests` in models/recipe, or `python -m unittest discover tests`."""

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from color import ciede2000, linear_to_oklab, linear_to_srgb, luma, oklab_to_linear, srgb_to_linear  # noqa: E402
from csrnet import ConditionBranch, CSRNet, count_parameters  # noqa: E402
from data import CropStore, find_pairs, make_area_weights, read_photo_list, sample_pixels, shrink, shrink_tensor, to_tensor  # noqa: E402
from evaluate import load_pairs  # noqa: E402
from degrade import FAULT_SETTINGS, apply_faults, draw_faults  # noqa: E402
from loop import Run, read_config, train  # noqa: E402
from photo_statistics import STATISTIC_COUNT, measure_statistics  # noqa: E402
from plain_pictures import draw_plain_pictures  # noqa: E402
from styles import STYLES  # noqa: E402
from train import GROUPS, find_copy_side, make_batch, make_csrnet, make_measure, measure_loss, pick  # noqa: E402
from validation_faults import apply_fault, draw_fault, list_validation_rows, load_frozen_faults  # noqa: E402

CONFIGS = HERE.parent / "config"
CONFIG = CONFIGS / "csrnet.py"
LAYOUTS = [{"sees": sees, "anchored": anchored, "residual": residual} for sees in (("statistics",), ("copy", "statistics"))
           for anchored in (False, True) for residual in (False, True)]


def make_pictures(count: int = 4):
    random = np.random.default_rng(0)
    for _ in range(count):
        coarse = random.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        yield np.kron(coarse, np.ones((20, 20, 1), np.uint8)), None


def make_stores(config: dict) -> dict:
    side, pixels = find_copy_side(config), config["pixels_per_crop"]
    return {name: CropStore(make_pictures(), side, pixels, 2, seed) for seed, name in enumerate(GROUPS)}


def make_network(config: dict, base: Path = None):
    return lambda: make_csrnet(config, base)


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

    def test_of_every_layout_starts_near_the_identity_and_keeps_its_modulation_apart_from_the_pixels(self):
        generator = torch.Generator().manual_seed(0)
        pixels, copy = torch.rand(2, 3, 6, 7, generator=generator), torch.rand(2, 3, 64, 64, generator=generator)
        seen = {"copy": copy, "statistics": measure_statistics(copy.flatten(2))}
        for layout in LAYOUTS:
            network = CSRNet(**layout).start_at_identity()
            modulation = network.decide(**seen)
            self.assertEqual(modulation.shape, (2, network.modulation_length))
            self.assertTrue(torch.equal(network.map_pixels(pixels, modulation), network(pixels, **seen)), layout)
            if layout["residual"]:
                self.assertLess(float((network(pixels, **seen) - pixels).abs().max()), 0.2, layout)

    def test_that_is_anchored_stretches_a_photo_between_its_own_black_and_white(self):
        network = CSRNet(sees=("statistics",), anchored=True)
        with torch.no_grad():
            for layer in (network.conv1, network.conv2, network.conv3):
                layer.weight.zero_()
                layer.bias.zero_()
            for layer, first in ((network.conv1, 3), (network.conv2, 0), (network.conv3, 0)):
                layer.weight[:3, first : first + 3, 0, 0] = torch.eye(3)
            for number in (1, 2, 3):
                for kind in ("scale", "shift"):
                    getattr(network, f"cond_{kind}{number}").weight.zero_()
                    getattr(network, f"cond_{kind}{number}").bias.zero_()
        dull = 0.2 + 0.4 * torch.linspace(0, 1, 1000).expand(1, 3, -1)
        stretched = network(dull[:, :, None], statistics=measure_statistics(dull))
        self.assertLess(float((stretched[..., 10:-10] - torch.linspace(0, 1, 1000)[10:-10]).abs().max()), 0.006)

    def test_refuses_to_see_what_there_is_not(self):
        with self.assertRaisesRegex(ValueError, "expected 'copy', 'statistics' or both"):
            CSRNet(sees=("histogram",))


class Statistics(unittest.TestCase):
    def test_agree_with_numpy(self):
        pixels = torch.rand(2, 3, 1001, generator=torch.Generator().manual_seed(0)) * 1.4 - 0.2
        found = measure_statistics(pixels)
        clipped = pixels.clamp(0, 1).numpy().astype(np.float64)
        grey = np.tensordot(np.array([0.299, 0.587, 0.114]), clipped, (0, 1))
        signals = np.concatenate([clipped, grey[:, None], np.ptp(clipped, axis=1)[:, None]], 1)
        quantiles = np.quantile(signals, [0.005, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.995], axis=2, method="nearest").transpose(1, 2, 0)
        expected = np.concatenate([quantiles.reshape(2, -1), signals.mean(2), signals.std(2, ddof=1)], 1)
        self.assertEqual(found.shape, (2, STATISTIC_COUNT))
        self.assertLess(np.abs(found.numpy() - expected).max(), 1e-5)

    def test_are_taken_from_one_pixel_of_every_cell(self):
        height, width, side = 67, 90, 8
        place = torch.arange(height * width).view(1, 1, height, width).expand(1, 3, -1, -1).float()
        rows, columns = np.divmod(sample_pixels(place, side)[0, 0].numpy().astype(int), width)
        firsts = [np.arange(side) * length // side for length in (height, width)]
        self.assertEqual(list(np.searchsorted(firsts[0], rows, "right") - 1), list(np.repeat(np.arange(side), side)))
        self.assertEqual(list(np.searchsorted(firsts[1], columns, "right") - 1), list(np.tile(np.arange(side), side)))

    def test_see_a_few_bright_pixels_that_an_averaged_copy_hides(self):
        picture = torch.zeros(1, 3, 512, 512)
        picture[:, :, ::5, ::5] = 1
        self.assertEqual(float(measure_statistics(sample_pixels(picture, 64))[0, 8]), 1.0)
        self.assertLess(float(shrink_tensor(picture, 64).max()), 0.2)


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
        config = read_config(CONFIG, ["pixels_per_crop=64", "pixels_per_sample=32", "plain=5"])
        batch = make_batch(make_stores(config), config, torch.Generator().manual_seed(0))
        self.assertLess(float((batch["pixels"] - batch["targets"])[-5:].abs().max()), 1e-6)
        self.assertEqual(len(batch["pixels"]), sum(config[group] for group in GROUPS) + 5)

    def test_are_refused_where_a_copy_is_seen(self):
        config = read_config(CONFIGS / "csrnet_published.py", ["plain=1", "pixels_per_crop=64"])
        with self.assertRaisesRegex(ValueError, "plain: 1 pictures without places"):
            make_batch(make_stores(config), config, torch.Generator().manual_seed(0))


class Bound(unittest.TestCase):
    def test_learns_from_the_family_it_is_judged_by(self):
        config = read_config(CONFIGS / "csrnet_bound.py", ["pixels_per_crop=64", "pixels_per_sample=64", "plain=0"])
        stores = make_stores(config)
        batch = make_batch(stores, config, torch.Generator().manual_seed(5))
        # The same generator, asked the same questions by hand.
        generator = torch.Generator().manual_seed(5)
        targets = torch.cat([pick(stores[name], config[name], generator)[2] for name in GROUPS]) / 255
        fault, strength = draw_fault(generator), load_frozen_faults()["strength"]
        expected = apply_fault(targets[:1, :, None], fault, strength)[0, :, 0]
        self.assertTrue(torch.equal(batch["pixels"][0, :, 0].sort(1).values, expected[:, self.find_places(batch, targets)].sort(1).values))

    @staticmethod
    def find_places(batch: dict, targets: torch.Tensor) -> torch.Tensor:
        """Places of the first sample that the batch took, by the colours of its targets."""
        wanted, there = batch["targets"][0, :, 0], targets[0]
        return torch.stack([(there - colour[:, None]).abs().sum(0).argmin() for colour in wanted.T])


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

    def test_are_paired_by_name_whatever_their_format_and_expert(self):
        for expert in ("expertC", "target"):
            with tempfile.TemporaryDirectory() as folder:
                for place in (Path(folder) / "input" / "a.png", Path(folder) / expert / "a.jpg", Path(folder) / expert / "b.jpg"):
                    place.parent.mkdir(exist_ok=True)
                    place.touch()
                self.assertEqual([(before.name, after.name) for before, after in find_pairs(Path(folder))], [("a.png", "a.jpg")])
                (Path(folder) / ("target" if expert == "expertC" else "expertC")).mkdir()
                with self.assertRaisesRegex(FileNotFoundError, "2 folders of retouched pictures"):
                    find_pairs(Path(folder))

    def test_of_two_sizes_are_no_pair(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, size in (("input", (30, 20)), ("target", (30, 21))):
                (Path(folder) / name).mkdir()
                Image.new("RGB", size).save(Path(folder) / name / "a.png")
            with self.assertRaisesRegex(ValueError, "a.png: .20, 30. pixels, the retouched one .21, 30."):
                load_pairs(Path(folder))


class Training(unittest.TestCase):
    def test_goes_on_from_a_checkpoint_to_the_same_weights(self):
        for name in ("csrnet.py", "csrnet_published.py"):
            config = read_config(CONFIGS / name, ["steps=20", "pixels_per_crop=64", "pixels_per_sample=32", "finished=3", "snapshots=1"])
            measure, make = make_measure(make_stores(config), config), make_network(config)
            with tempfile.TemporaryDirectory() as folder:
                whole = Run(config, Path(folder) / "whole", "cpu", make)
                train(whole, measure)
                train(Run(config, Path(folder) / "parts", "cpu", make), measure, stop_at=10)
                resumed = Run(config, Path(folder) / "parts", "cpu", make)
                self.assertEqual(resumed.step, 10)
                train(resumed, measure)
            for part in ("network", "average"):
                for key, value in getattr(whole, part).state_dict().items():
                    self.assertTrue(torch.equal(value, getattr(resumed, part).state_dict()[key]), f"{name}: {part}.{key}")

    def test_of_a_style_moves_the_condition_branch_and_leaves_the_base_alone(self):
        config = read_config(CONFIG, ["steps=3", "pixels_per_crop=64", "pixels_per_sample=32", "finished=3", "snapshots=1"])
        with tempfile.TemporaryDirectory() as folder:
            base = Run(config, Path(folder) / "base", "cpu", make_network(config))
            base.save()
            styled = read_config(CONFIGS / "csrnet_warm.py", ["steps=3", "pixels_per_crop=64", "pixels_per_sample=32"])
            self.assertEqual((styled["style"], styled["layout"]), ("warm", config["layout"]))
            run = Run(styled, Path(folder) / "warm", "cpu", make_network(styled, Path(folder) / "base" / "checkpoint.pt"))
            train(run, make_measure(make_stores(styled), styled))
        for name, value in base.average.state_dict().items():
            self.assertEqual(torch.equal(value, run.average.state_dict()[name]), name.startswith("conv"), name)

    def test_makes_a_lifted_black_and_a_greyed_white_cost_only_where_the_photo_has_true_ones(self):
        config = read_config(CONFIG, []) | {"root_weight": 0.0, "chroma_weight": 0.0, "ends_weight": 1.0}
        network = make_csrnet(config)
        with torch.no_grad():
            network.conv3.weight.zero_()
        for change in (0.1, -0.1):
            with torch.no_grad():
                network.conv3.bias.fill_(change)
                for kind in ("scale", "shift"):
                    getattr(network, f"cond_{kind}3").weight.zero_()
            for level in (0.0, 0.5, 1.0):
                pixels = torch.full((2, 3, 1, 40), level)
                batch = {"copies": None, "statistics": measure_statistics(pixels[:, :, 0]), "pixels": pixels, "targets": pixels}
                costs = float(measure_loss(network, batch, config)) > 1e-3
                self.assertEqual(costs, (level, change) in ((0.0, 0.1), (1.0, -0.1)), (level, change))

    def test_learns_from_pairs_too(self):
        for name in ("csrnet.py", "csrnet_published.py"):
            config = read_config(CONFIGS / name, ["pixels_per_crop=64", "pixels_per_sample=32"])
            pictures = [(picture, 255 - picture) for picture, _ in make_pictures(2)]
            stores = {"pairs": CropStore(pictures, find_copy_side(config), 64, 3, 0)}
            batch = make_batch(stores, config, torch.Generator().manual_seed(0))
            pairs = sum(config[group] for group in GROUPS)
            self.assertLess(float((batch["pixels"] + batch["targets"] - 1)[:pairs].abs().max()), 1e-6, name)

    def test_refuses_a_setting_it_does_not_know(self):
        with self.assertRaisesRegex(ValueError, "no setting named stepz"):
            read_config(CONFIG, ["stepz=3"])

    def test_refuses_a_checkpoint_of_other_settings(self):
        config = read_config(CONFIG, [])
        with tempfile.TemporaryDirectory() as folder:
            Run(config, Path(folder), "cpu", make_network(config)).save()
            with self.assertRaisesRegex(ValueError, "checkpoint of other settings: steps"):
                Run(config | {"steps": 7}, Path(folder), "cpu", make_network(config))

    def test_lowers_the_loss_on_faults_it_has_not_met(self):
        config = read_config(CONFIG, ["steps=60", "pixels_per_crop=64", "pixels_per_sample=64", "warm_up_steps=5", "finished=30"])
        stores = make_stores(config)
        batch = make_batch(stores, config, torch.Generator().manual_seed(99))
        with tempfile.TemporaryDirectory() as folder:
            run = Run(config, Path(folder), "cpu", make_network(config))
            before = float(measure_loss(run.network, batch, config))
            for _ in range(60):
                run.advance(make_measure(stores, config))
        self.assertLess(float(measure_loss(run.network, batch, config)), 0.95 * before)


@unittest.skipUnless(importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"), "needs onnx and onnxruntime")
class Export(unittest.TestCase):
    def test_agrees_with_pytorch_and_describes_its_files(self):
        from export_onnx import PARITY_TOLERANCE, describe_files, export_decision, export_map, record_tensors

        samples = [torch.rand(1, 3, 40, 60), torch.rand(1, 3, 65, 33)]
        for layout in ({}, *LAYOUTS):
            torch.manual_seed(0)
            network = CSRNet(**layout).eval()
            with tempfile.TemporaryDirectory() as folder:
                folder = Path(folder)
                self.assertLess(export_decision(network, 64, folder / "csrnet-neutral.onnx", samples), PARITY_TOLERANCE)
                self.assertLess(export_map(network, 64, folder / "csrnet-map.onnx", samples), PARITY_TOLERANCE)
                entries = describe_files({"neutral": network}, 64, folder)
                self.assertEqual([entry["byteCount"] for entry in entries], [(folder / Path(entry["file"]).name).stat().st_size for entry in entries])
                record_tensors({"neutral": network}, 64, folder / "tensors", samples)
                recorded = json.loads((folder / "tensors" / "cases.json").read_text())
                for case in recorded["cases"]:
                    count = sum(int(np.prod(tensor["shape"])) for tensor in case["tensors"])
                    self.assertEqual((folder / "tensors" / case["file"]).stat().st_size, 4 * count)


if __name__ == "__main__":
    unittest.main()

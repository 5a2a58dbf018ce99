"""Claims about CSRNet and its training that need no photos: `python -m unittest discover tests` in models/recipe."""

import importlib.util
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from place import CONFIGS
from crops import make_pictures, make_stores, make_network
from csrnet import ConditionBranch, count_parameters, CSRNet
from data import CropStore
from loop import read_config, Run, train
from photo_statistics import measure_statistics
from train import find_copy_side, GROUPS, make_batch, make_csrnet, make_measure, measure_loss, pick
from validation_faults import apply_fault, draw_fault, load_frozen_faults


CONFIG = CONFIGS / "csrnet.py"
LAYOUTS = [{"sees": sees, "anchored": anchored, "residual": residual} for sees in (("statistics",), ("copy", "statistics"))
           for anchored in (False, True) for residual in (False, True)]


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

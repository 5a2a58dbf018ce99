"""Claims about the recipe of PieNet as published that need no photos: `python -m unittest discover tests` in models/recipe."""

import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from csrnet import count_parameters  # noqa: E402
from loop import Run, read_config, train  # noqa: E402
from pienet_published import (PublishedEmbedding, PublishedEnhancer, find_edge_aware_variation, find_triplet_loss,  # noqa: E402
                              load_imagenet_weights)
from styled_pictures import ExpertPictures, PeoplePictures  # noqa: E402
from train_pienet_published import PaintTask, TripletTask, make_published_enhancer, make_trainer  # noqa: E402

CONFIGS = HERE.parent / "config"
NARROW = ["width=4", "side=32", "warm_up_steps=2", "drawn_styles=2", "learning_rate=3e-3"]


def paint_pictures(count: int = 6, side: int = 32) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return (F.interpolate(torch.rand(count, 3, 4, 4, generator=generator), side, mode="bilinear", align_corners=False) * 255).byte()


class Networks(unittest.TestCase):
    def test_have_as_many_parameters_as_the_published_ones(self):
        enhancer = PublishedEnhancer()
        self.assertEqual(count_parameters(PublishedEmbedding()), 11_176_512)
        self.assertEqual(count_parameters(enhancer.encoder), 11_176_512)
        self.assertEqual(count_parameters(enhancer), 16_387_328)

    def test_give_vectors_of_512_numbers_and_unit_length_some_of_them_negative(self):
        vectors = PublishedEmbedding().eval()(torch.rand(2, 3, 64, 64))
        self.assertEqual(vectors.shape, (2, 512))
        self.assertTrue(torch.allclose(vectors.norm(dim=1), torch.ones(2)))
        self.assertLess(float(vectors.min()), 0)

    def test_paint_pictures_of_the_same_size_that_depend_on_the_preference(self):
        network = PublishedEnhancer(4).eval()
        photo, preferences = torch.rand(2, 3, 64, 64), F.normalize(torch.randn(2, 32), dim=1)
        painted = network(photo, preferences)
        self.assertEqual(painted.shape, photo.shape)
        self.assertFalse(torch.allclose(painted, network(photo, preferences.flip(0))))

    def test_begin_with_the_weights_of_a_resnet_18_and_refuse_others(self):
        torch.manual_seed(1)
        source, target = PublishedEmbedding().encoder, PublishedEnhancer().encoder
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "resnet18.pth"
            torch.save(source.state_dict() | {"fc.weight": torch.zeros(1000, 512), "fc.bias": torch.zeros(1000)}, path)
            load_imagenet_weights(target, path)
            self.assertTrue(torch.equal(target.layer4[1].conv2.weight, source.layer4[1].conv2.weight))
            self.assertEqual({name for name in torch.load(path) if name.startswith("layer2.0.downsample")},
                             {f"layer2.0.downsample.{end}" for end in ("0.weight", *(f"1.{part}" for part in ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")))})
            with self.assertRaisesRegex(ValueError, "expected the state dictionary of a ResNet-18"):
                load_imagenet_weights(PublishedEmbedding(4).encoder, path)


class Losses(unittest.TestCase):
    def test_of_triplets_are_by_squared_distance(self):
        preference, near, far = (torch.tensor([[1.0, 0.0]]), torch.tensor([[0.6, 0.8]]), torch.tensor([[0.0, 1.0]]))
        self.assertAlmostEqual(float(find_triplet_loss(preference, near, far, 0.2)), 0.0)
        self.assertAlmostEqual(float(find_triplet_loss(preference, far, near, 0.2)), 2.0 - 0.8 + 0.2, 5)

    def test_of_variation_forgive_a_change_where_the_photo_has_an_edge(self):
        change, flat = torch.zeros(1, 3, 8, 8), torch.full((1, 3, 8, 8), 0.5)
        change[..., 4:] = 0.2
        edge = flat.clone()
        edge[..., 4:] = 1.0
        self.assertLess(float(find_edge_aware_variation(change, edge)), 0.7 * float(find_edge_aware_variation(change, flat)))
        self.assertEqual(float(find_edge_aware_variation(torch.ones(1, 3, 8, 8), edge)), 0.0)


class Pictures(unittest.TestCase):
    def test_of_people_are_those_of_their_folders_by_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for grey, person in ((10, "input"), (90, "expertA"), (200, "expertB")):
                (Path(folder) / person).mkdir()
                for name in ("one.png", "two.png"):
                    Image.fromarray(np.full((8, 6, 3), grey, np.uint8)).save(Path(folder) / person / name)
            pictures = PeoplePictures(Path(folder), 32)
            self.assertEqual((pictures.style_count, pictures.photo_count), (2, 2))
            self.assertAlmostEqual(float(pictures.show(1, torch.tensor([0])).mean()) * 255, 200, 3)
            self.assertAlmostEqual(float(pictures.show_inputs(torch.tensor([1])).mean()) * 255, 10, 3)
            (Path(folder) / "expertB" / "two.png").unlink()
            with self.assertRaisesRegex(FileNotFoundError, "1 of 2 inputs without a partner"):
                PeoplePictures(Path(folder), 32)
            with self.assertRaisesRegex(FileNotFoundError, "expected input/ and folders of two people"):
                PeoplePictures(Path(folder) / "expertA", 32)


class Training(unittest.TestCase):
    def train(self, name: str, changes: list, make_parts) -> list:
        config, losses = read_config(CONFIGS / name, [*NARROW, *changes]), []
        pictures = ExpertPictures(paint_pictures(side=config["side"]), config["drawn_styles"], 1, config["faults"])
        torch.manual_seed(2)
        make, task = make_parts(config, pictures)
        with tempfile.TemporaryDirectory() as folder:
            run = Run(config, Path(folder), "cpu", make)
            for stop_at in (0, config["steps"]):
                if stop_at:
                    train(run, task.measure)
                with torch.no_grad():
                    losses.append(np.mean([float(task.measure(run.network, torch.Generator().manual_seed(seed))) for seed in range(5)]))
        return losses

    def test_lowers_the_triplet_loss(self):
        losses = self.train("pienet_published_embedding.py", ["triplets=8", "steps=40"], lambda config, pictures: (
            lambda: make_trainer(config, pictures.style_count), TripletTask(config, pictures, "cpu")))
        self.assertLess(losses[1], 0.9 * losses[0])

    def test_lowers_the_loss_of_the_enhancer(self):
        losses = self.train("pienet_published_enhancer.py", ["batch=4", "steps=40"], lambda config, pictures: (
            lambda: make_published_enhancer(config), PaintTask(config, pictures, make_trainer(config, pictures.style_count), "cpu")))
        self.assertLess(losses[1], 0.9 * losses[0])


@unittest.skipUnless(importlib.util.find_spec("onnx") and importlib.util.find_spec("onnxruntime"), "needs onnx and onnxruntime")
class Export(unittest.TestCase):
    def test_agrees_with_pytorch_in_half_precision_and_lists_both_graphs(self):
        from export_pienet_published import export_published
        torch.manual_seed(0)
        with tempfile.TemporaryDirectory() as folder:
            worst = export_published(PublishedEmbedding(2), PublishedEnhancer(2), Path(folder), "mine", (32, 64), "free")
            models = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))["models"]
        self.assertLess(worst, 1e-5)
        self.assertEqual([(model["id"], model.get("embedding")) for model in models], [("mine-embedding", None), ("mine", "mine-embedding")])
        with self.assertRaisesRegex(ValueError, "expected multiples of 32"):
            export_published(PublishedEmbedding(2), PublishedEnhancer(2), Path(folder), "mine", (48, 64), "free")


if __name__ == "__main__":
    unittest.main()

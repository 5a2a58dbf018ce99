"""Claims about PieNet in a size for a browser and its training that need no photos: `python -m unittest discover tests` in models/recipe."""

import importlib.util
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from place import CONFIGS
from painted_photos import make_store
from baselines_pienet import describe_by_hand, find_hits, match_statistics
from csrnet import count_parameters
from expert_stream import choose_reference, ExpertStream
from half_precision import round_deciding_part, round_to_half
from loop import read_config, Run, train
from photo_statistics import measure_statistics
from pienet import Enhancer, find_preference, keep_colour, StyleEmbedding
from train_pienet import EmbeddingTask, EnhancerTask, make_embedding, make_enhancer, make_pool, make_stream


SMALL = ["steps=8", "stream_size=6", "photos_each=2", "experts=3"]


def make_embedding_stage(config: dict):
    store, reference = make_store(), choose_reference(make_store())
    return (lambda: make_embedding(config, store, ExpertStream(4, config["seed"]), reference),
            lambda step: EmbeddingTask(config, store, make_stream(config, step), reference, step))


def make_enhancer_stage(config: dict):
    torch.manual_seed(3)
    store, embedding = make_store(), StyleEmbedding()
    pool = make_pool(config, store)
    return (lambda: make_enhancer(config, pool),
            lambda step: EnhancerTask(config, store, pool, make_stream(config, step), embedding, step))


FEWER_LIKED = {"pienet_embedding.py": [], "pienet_enhancer.py": ["liked_most=5"]}
STAGES = {"pienet_embedding.py": make_embedding_stage, "pienet_enhancer.py": make_enhancer_stage}


class Network(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.embedding, self.enhancer = StyleEmbedding(), Enhancer()
        self.pixels = torch.rand(3, 3, 20, 30)
        self.statistics = measure_statistics(self.pixels.flatten(2))
        self.preference = find_preference(torch.randn(3, 5, 64))

    def test_takes_at_most_a_megabyte(self):
        self.assertLess(4 * (count_parameters(self.embedding) + count_parameters(self.enhancer)), 1_000_000)

    def test_gives_vectors_of_unit_length(self):
        vectors = self.embedding(torch.rand(4, 3, 64, 64), torch.rand(4, 55))
        self.assertLess(float((vectors.norm(dim=1) - 1).abs().max()), 1e-6)

    def test_sees_in_half_a_copy_what_it_sees_in_the_copy(self):
        copy, statistics = torch.rand(2, 3, 64, 64), torch.rand(2, 55)
        halved = torch.nn.functional.avg_pool2d(copy, 2)
        self.assertTrue(torch.allclose(self.embedding(copy, statistics), self.embedding(halved, statistics), atol=1e-6))

    def test_maps_the_same_colour_alike_wherever_it_stands(self):
        there, back = (self.enhancer(pixels, self.statistics, self.preference) for pixels in (self.pixels, self.pixels.flip(3)))
        self.assertLess(float((there - back.flip(3)).abs().max()), 1e-6)

    def test_is_exactly_neutral_where_no_share_of_colour_is_left(self):
        result = keep_colour(self.pixels, torch.zeros(3, 1))
        self.assertEqual(float((result.amax(1) - result.amin(1)).max()), 0.0)
        self.assertTrue(torch.equal(keep_colour(self.pixels, torch.ones(3, 1)).isfinite(), torch.ones_like(self.pixels, dtype=torch.bool)))

    def test_makes_of_many_vectors_one_of_unit_length(self):
        self.assertLess(float((self.preference.norm(dim=1) - 1).abs().max()), 1e-6)


class Training(unittest.TestCase):
    def test_goes_on_from_a_checkpoint_to_the_same_weights(self):
        for name, make_stage in STAGES.items():
            config = read_config(CONFIGS / name, SMALL + FEWER_LIKED[name])
            make, make_task = make_stage(config)
            with tempfile.TemporaryDirectory() as folder:
                whole = Run(config, Path(folder) / "whole", "cpu", make)
                train(whole, make_task(0).measure)
                train(Run(config, Path(folder) / "parts", "cpu", make), make_task(0).measure, stop_at=4)
                resumed = Run(config, Path(folder) / "parts", "cpu", make)
                self.assertEqual(resumed.step, 4)
                train(resumed, make_task(resumed.step).measure)
            for key, value in whole.average.state_dict().items():
                self.assertTrue(torch.equal(value, resumed.average.state_dict()[key]), f"{name}: {key}")

    def test_lowers_the_loss_of_both_stages(self):
        for name, make_stage in STAGES.items():
            config = read_config(CONFIGS / name, [*SMALL, *FEWER_LIKED[name], "steps=30", "warm_up_steps=5", "known_share=1.0"])
            make, make_task = make_stage(config)
            task, losses = make_task(0), []
            with tempfile.TemporaryDirectory() as folder:
                run = Run(config, Path(folder), "cpu", make)
                for count in (0, 30):
                    for _ in range(count):
                        run.advance(task.measure)
                    with torch.no_grad():
                        losses.append(np.mean([float(task.measure(run.network, torch.Generator().manual_seed(seed))) for seed in range(8)]))
            self.assertLess(losses[1], 0.97 * losses[0], name)

    def test_wants_no_colour_of_what_is_black_and_white_and_part_of_it_where_that_is_mixed(self):
        config = read_config(CONFIGS / "pienet_enhancer.py", [*SMALL, "liked_most=5", "known_share=1.0", "experts=14", "mixed_share=0.0"])
        task = make_enhancer_stage(config)[1](0)
        batch = task.make_batch(torch.Generator().manual_seed(1))
        chroma = (batch["targets"].amax(1) - batch["targets"].amin(1)).amax((1, 2))
        self.assertEqual(int((batch["colour"] == 0).sum()), config["photos_each"])
        self.assertLess(float(chroma[batch["colour"] == 0].max()), 1e-4)
        self.assertGreater(float(chroma[batch["colour"] == 1].min()), 1e-3)
        task.config = config | {"mixed_share": 1.0}
        shares = {float(task.make_batch(torch.Generator().manual_seed(seed))["colour"][0]) for seed in range(40)}
        self.assertTrue(any(0 < share < 1 for share in shares))


class Baselines(unittest.TestCase):
    def test_match_the_mean_of_liked_photos(self):
        generator = torch.Generator().manual_seed(0)
        pixels, liked = 0.3 + 0.2 * torch.rand(2, 3, 500, generator=generator), 0.5 + 0.2 * torch.rand(4, 3, 500, generator=generator)
        matched = match_statistics(pixels, liked)
        self.assertLess(float((matched.mean() - liked.mean()).abs()), 0.01)
        self.assertTrue(torch.allclose(match_statistics(pixels, liked, 0.0), pixels, atol=1e-5))

    def test_describe_a_copy_by_as_many_numbers_as_the_probe_did(self):
        self.assertEqual(describe_by_hand(torch.rand(3, 3, 32, 32)).shape, (3, 101))

    def test_count_as_hits_what_is_nearest_to_its_own(self):
        prototypes = torch.eye(3)
        self.assertEqual(find_hits(prototypes[:, None].expand(-1, 4, -1), prototypes), 1.0)
        self.assertEqual(find_hits(prototypes.roll(1, 0)[:, None], prototypes), 0.0)


@unittest.skipUnless(importlib.util.find_spec("onnx") and importlib.util.find_spec("onnxruntime"), "needs onnx and onnxruntime")
class Export(unittest.TestCase):
    def test_agrees_with_pytorch_and_records_what_it_did(self):
        from export_onnx import paint_samples
        from export_pienet import describe_files, export_all, record_tensors
        torch.manual_seed(0)
        embedding, network = round_to_half(StyleEmbedding().eval()), round_deciding_part(Enhancer().eval().requires_grad_(False))
        preferences = {"one": find_preference(torch.randn(1, 3, 64)), "nothing": torch.zeros(1, 64)}
        with tempfile.TemporaryDirectory() as folder:
            worst = export_all(embedding, network, Path(folder), paint_samples(), list(preferences.values()))
            self.assertLess(worst, 1e-5)
            record_tensors(embedding, network, Path(folder) / "cases", paint_samples(), preferences)
            cases = json.loads((Path(folder) / "cases" / "cases.json").read_text(encoding="utf-8"))["cases"]
            self.assertEqual([case["style"] for case in cases], list(preferences))
            entries = describe_files(network.map, Path(folder))
        self.assertEqual([entry["id"] for entry in entries], ["pienet-embedding", "pienet-condition", "pienet-map"])
        self.assertLess(sum(entry["byteCount"] for entry in entries), 550_000)


if __name__ == "__main__":
    unittest.main()

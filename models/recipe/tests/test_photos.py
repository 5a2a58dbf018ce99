"""Claims about the list of photos, crops and statistics: `python -m unittest discover tests` in models/recipe."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import place  # noqa: F401
from crops import make_pictures
from data import CropStore, find_pairs, make_area_weights, read_photo_list, sample_pixels, shrink, shrink_tensor, to_tensor
from evaluate import load_pairs
from photo_statistics import measure_statistics, STATISTIC_COUNT
from validation_faults import list_validation_rows, load_frozen_faults


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


if __name__ == "__main__":
    unittest.main()

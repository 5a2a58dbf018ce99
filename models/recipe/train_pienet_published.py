"""Trains PieNet as published, in its two stages; meant for a GPU.

    python train_pienet_published.py config/pienet_published_embedding.py --people FIVEK --out runs/published-embedding --device cuda
    python train_pienet_published.py config/pienet_published_enhancer.py --people FIVEK --out runs/published --embedding runs/published-embedding/checkpoint.pt

FIVEK holds `input/` and a folder for each expert; `--photos DIR` has synthetic experts retouch the listed photos in its place. Each style has a
vector that is learned with the embedding. A run that was stopped goes on when the same command is given again.
"""

import argparse
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from csrnet import count_parameters
from loop import Run, read_config, train
from pienet_published import PublishedEmbedding, PublishedEnhancer, find_edge_aware_variation, find_triplet_loss, load_imagenet_weights
from styled_pictures import read_pictures


class PublishedTrainer(nn.Module):
    """The embedding and a learned vector for each style."""

    def __init__(self, width: int, style_count: int):
        super().__init__()
        self.embedding = PublishedEmbedding(width)
        self.preferences = nn.Parameter(torch.randn(style_count, 8 * width))

    def get_preferences(self, styles: torch.Tensor) -> torch.Tensor:
        """Vectors of unit length (n, D)."""
        return F.normalize(self.preferences[styles], dim=1)


class TripletTask:
    """Triplets: a style, a photo in it, and one that is not, in every second triplet the same photo."""

    def __init__(self, config: dict, pictures, device: str):
        self.config, self.pictures, self.device = config, pictures, device

    def measure(self, trainer: PublishedTrainer, generator: torch.Generator) -> torch.Tensor:
        """The triplet loss of a fresh batch; a negative is in another style, or the photo before anybody retouched it."""
        config, pictures = self.config, self.pictures
        count, styles = config["triplets"], pictures.style_count

        def draw(most: int) -> torch.Tensor:
            return torch.randint(most, (count,), generator=generator)

        chosen, photos = draw(styles), draw(pictures.photo_count)
        others = (chosen + 1 + draw(max(1, styles - 1))) % (styles + 1)
        is_same_content = torch.rand(count, generator=generator) < config["same_content"]
        other_photos = torch.where(is_same_content, photos, draw(pictures.photo_count))
        shown = [self.show(int(style), photo, generator) for style, photo in zip([*chosen, *others], [*photos, *other_photos])]
        vectors = trainer.embedding(torch.cat(shown).to(self.device))
        return find_triplet_loss(trainer.get_preferences(chosen.to(self.device)), vectors[:count], vectors[count:], config["margin"])

    def show(self, style: int, photo: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """One picture; the style behind the last one stands for no style."""
        numbers = photo[None]
        return self.pictures.show_inputs(numbers, generator) if style == self.pictures.style_count else self.pictures.show(style, numbers)


class PaintTask:
    """Photos to be retouched, the same in a style, and the style's vector with noise."""

    def __init__(self, config: dict, pictures, trainer: PublishedTrainer, device: str):
        self.config, self.pictures, self.device = config, pictures, device
        self.trainer = trainer.to(device).eval().requires_grad_(False)

    def measure(self, network: PublishedEnhancer, generator: torch.Generator) -> torch.Tensor:
        """L1, L1 of the embeddings of result and target, and the edge-aware variation of the change."""
        config, pictures = self.config, self.pictures
        styles = torch.randint(pictures.style_count, (config["batch"],), generator=generator)
        photos = torch.randint(pictures.photo_count, (config["batch"],), generator=generator)
        noise = F.normalize(torch.randn(len(styles), self.trainer.preferences.shape[1], generator=generator), dim=1) * config["noise"]
        inputs = pictures.show_inputs(photos, generator).to(self.device)
        targets = torch.cat([pictures.show(int(style), photo[None]) for style, photo in zip(styles, photos)]).to(self.device)
        preferences = self.trainer.get_preferences(styles.to(self.device)) + noise.to(self.device)
        change = network.find_change(inputs, preferences)
        seen, wanted = self.trainer.embedding(inputs + change), self.trainer.embedding(targets)
        loss = (inputs + change - targets).abs().mean() + config["perceptual_weight"] * (seen - wanted).abs().mean()
        return loss + config["variation_weight"] * find_edge_aware_variation(change, inputs)


def make_trainer(config: dict, style_count: int, imagenet: Path = None) -> PublishedTrainer:
    trainer = PublishedTrainer(config["width"], style_count)
    if imagenet:
        load_imagenet_weights(trainer.embedding.encoder, imagenet)
    return trainer


def make_published_enhancer(config: dict, imagenet: Path = None) -> PublishedEnhancer:
    network = PublishedEnhancer(config["width"])
    if imagenet:
        load_imagenet_weights(network.encoder, imagenet)
    return network


def load_trainer(checkpoint: Path) -> PublishedTrainer:
    """The averaged embedding of a checkpoint, with the vectors of its styles."""
    saved = torch.load(checkpoint, map_location="cpu")
    trainer = PublishedTrainer(saved["config"]["width"], len(saved["average"]["preferences"]))
    trainer.load_state_dict(saved["average"])
    return trainer.eval()


def load_published_enhancer(checkpoint: Path) -> PublishedEnhancer:
    """The averaged enhancer of a checkpoint."""
    saved = torch.load(checkpoint, map_location="cpu")
    network = PublishedEnhancer(saved["config"]["width"])
    network.load_state_dict(saved["average"])
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    sources = parser.add_mutually_exclusive_group(required=True)
    sources.add_argument("--people", type=Path, help="folder with input/ and a folder for each person")
    sources.add_argument("--photos", type=Path, help="folder of the listed photos, for synthetic experts")
    parser.add_argument("--embedding", type=Path, help="checkpoint of the first stage; makes this the second")
    parser.add_argument("--imagenet-weights", type=Path, help="state dictionary of torchvision's resnet18 to begin with; without it, chance")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_intermixed_args()
    config, device = read_config(arguments.config, arguments.changes), arguments.device
    if (config["stage"] == "enhancer") != bool(arguments.embedding):
        parser.error(f"{arguments.config} is the stage {config['stage']} (expected --embedding with the stage enhancer alone)")
    pictures, imagenet = read_pictures(config, arguments.photos, arguments.people), arguments.imagenet_weights
    if config["stage"] == "embedding":
        run = Run(config, arguments.out, device, lambda: make_trainer(config, pictures.style_count, imagenet))
        task = TripletTask(config, pictures, device)
    else:
        trainer = load_trainer(arguments.embedding)
        if len(trainer.preferences) != pictures.style_count:
            parser.error(f"{arguments.embedding} has {len(trainer.preferences)} styles, the pictures {pictures.style_count} (expected as many)")
        run = Run(config, arguments.out, device, lambda: make_published_enhancer(config, imagenet))
        task = PaintTask(config, pictures, trainer, device)
    print(f"{count_parameters(run.network)} parameters, {pictures.photo_count} photos in {pictures.style_count} styles", flush=True)
    train(run, task.measure, lambda network: {})


if __name__ == "__main__":
    main()

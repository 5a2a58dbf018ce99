"""Trains PieNet in two stages, as published: the embedding, then, with it frozen, the enhancer.

    python train_pienet.py config/pienet_embedding.py --photos DIR --out runs/pienet-embedding
    python train_pienet.py config/pienet_enhancer.py --photos DIR --out runs/pienet-enhancer --embedding runs/pienet-embedding/checkpoint.pt

A run that was stopped goes on from its last checkpoint when the same command is given again.
"""

import argparse
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from color import linear_to_oklab, srgb_to_linear
from csrnet import count_parameters
from degrade import round_to_8_bits
from expert_stream import ExpertStream, PhotoStore, choose_reference, split_colours, vary_photos
from fault_pool import FaultPool, measure_scale
from judge_pienet import make_judge
from loop import Run, read_config, train
from photo_statistics import measure_statistics
from pienet import Enhancer, StyleEmbedding, find_preference


class EmbeddingTrainer(nn.Module):
    """The embedding with what only its training needs: a reader that tells an expert's effect from its preference vector."""

    def __init__(self, config: dict, reference: torch.Tensor):
        super().__init__()
        self.embedding = StyleEmbedding(**config["layout"])
        self.reader = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, reference.numel()))


def measure_effect(before: torch.Tensor, after: torch.Tensor) -> torch.Tensor:
    """The move of colours in Oklab, in steps of 0.1: (N, 3 * P)."""
    before, after = (linear_to_oklab(srgb_to_linear(picture.clamp(0, 1))) for picture in (before, after))
    return (after - before).flatten(1) * 10


class EmbeddingTask:
    """Batches and loss of the first stage."""

    def __init__(self, config: dict, store: PhotoStore, stream: ExpertStream, reference: torch.Tensor, step: int = 0):
        self.config, self.store, self.stream, self.reference, self.step = config, store, stream, reference, step
        self.effects = torch.cat([self.find_effect(place) for place in range(len(stream))])

    def find_effect(self, place: int) -> torch.Tensor:
        """What the expert at a place does to the reference colours."""
        return measure_effect(self.reference, self.stream.render(place, self.reference, self.reference))

    def measure(self, trainer: EmbeddingTrainer, generator: torch.Generator) -> torch.Tensor:
        """The loss of a fresh episode: some experts, some photos in the style of each, half for the prototype, half as queries."""
        config = self.config
        if self.step % config["steps_an_expert"] == 0:
            place = self.stream.advance()
            self.effects[place] = self.find_effect(place)
        self.step += 1
        count, photos = config["experts"], config["photos_each"]
        places = self.stream.choose(count, config["known_share"], generator)
        # Half of the episodes show every expert the same photos, so that only the style can tell them apart.
        if torch.rand(1, generator=generator) < config["same_photos"]:
            picked = self.store.pick(photos, generator).repeat(count, 1, 1)
        else:
            picked = self.store.pick(count * photos, generator)
        picked = vary_photos(picked, config["variation"], generator).view(count, photos, 3, -1)
        styled = torch.cat([self.stream.render(int(place), photo) for place, photo in zip(places, picked)])
        counted = torch.randint(1024, (config["counted_places"],), generator=generator)
        vectors = trainer.embedding(*split_colours(round_to_8_bits(styled)), counted).view(count, photos, -1)
        return self.compare(vectors, self.effects[places], trainer, generator)

    def compare(self, vectors, effects, trainer, generator) -> torch.Tensor:
        """Triplets and softmax of squared distances to prototypes, and the effect read from the mean of some vectors."""
        config, (count, photos) = self.config, vectors.shape[:2]
        prototypes, queries = find_preference(vectors[:, : photos // 2]), vectors[:, photos // 2 :].reshape(-1, vectors.shape[2])
        distances = ((queries[:, None] - prototypes) ** 2).sum(2)
        own = torch.arange(count).repeat_interleave(photos - photos // 2)
        near = distances.gather(1, own[:, None])
        # Experts that do nearly the same are no fair negatives: their margin is as wide as their effects differ.
        apart = ((effects[:, None] - effects) ** 2).mean(2).sqrt()[own]
        margin = config["margin"] * (apart / config["full_margin_at"]).clamp_max(1)
        triplets = F.relu(near - distances + margin) * F.one_hot(own, count).logical_not()
        some = int(torch.randint(1, photos + 1, (1,), generator=generator))
        read = trainer.reader(find_preference(vectors[:, torch.randperm(photos, generator=generator)[:some]]) * 8)
        loss = triplets.sum() / (triplets > 0).sum().clamp_min(1)
        loss = loss + config["softmax_weight"] * F.cross_entropy(-8 * distances, own)
        return loss + config["effect_weight"] * F.smooth_l1_loss(read, effects)


class EnhancerTask:
    """Batches and loss of the second stage. Every expert of the stream keeps the vectors of some photos in its style."""

    def __init__(self, config: dict, store: PhotoStore, pool: FaultPool, stream: ExpertStream, embedding: StyleEmbedding, step: int = 0):
        self.config, self.store, self.pool, self.stream, self.embedding = config, store, pool, stream, embedding.eval()
        self.step = step
        self.vectors = torch.zeros(len(stream), config["liked_most"], 64)
        for place in range(len(stream.known)):
            self.embed_expert(place, place)
        for number in range(stream.first, stream.first + stream.size):
            self.embed_expert(len(stream.known) + number % stream.size, 1000 + number)

    @torch.no_grad()
    def embed_expert(self, place: int, seed: int) -> None:
        """Draws photos for the expert at a place and keeps the vectors of its renderings."""
        generator = torch.Generator().manual_seed(self.config["seed"] * 1_000_003 + seed)
        photos = vary_photos(self.store.pick(self.config["liked_most"], generator), self.config["variation"], generator)
        self.vectors[place] = self.embedding(*split_colours(round_to_8_bits(self.stream.render(place, photos))))

    def draw_preferences(self, places: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Preferences of a random number of liked photos, disturbed, (experts, 64)."""
        preferences = []
        for place in places:
            most = self.config["liked_most"]
            some = max(2, int(most * torch.rand(1, generator=generator) ** self.config["liked_power"] + 0.5))
            preferences.append(find_preference(self.vectors[place, torch.randperm(most, generator=generator)[:some]]))
        preferences = torch.stack(preferences)
        noise = F.normalize(torch.randn(preferences.shape, generator=generator), dim=1)
        return F.normalize(preferences + self.config["noise"] * torch.rand(len(places), 1, generator=generator) * noise, dim=1)

    @torch.no_grad()
    def make_batch(self, generator: torch.Generator) -> dict:
        """Faulty photos, the finished ones, the same in a style, and preferences for that style."""
        config, stream = self.config, self.stream
        if self.step % config["steps_an_expert"] == 0:
            number = stream.first + stream.size
            self.embed_expert(stream.advance(), 1000 + number)
        self.step += 1
        count, photos = config["experts"], config["photos_each"]
        places = stream.choose(count, config["known_share"], generator)
        whole, faulty, statistics = self.pool.pick(count * photos, generator)
        chosen = torch.randint(whole.shape[2], (config["pixels_per_sample"],), generator=generator)
        pixels, faulty = whole[:, :, chosen], faulty[:, :, chosen]
        parts = zip(places, pixels.view(count, photos, 3, -1), whole.view(count, photos, 3, -1))
        styled = torch.cat([stream.render(int(place), photo, seen) for place, photo, seen in parts])
        preferences = self.draw_preferences(places, generator)
        colour = torch.tensor([0.0 if stream.experts[place].get("monochrome") else 1.0 for place in places])
        # The first expert of a batch is mixed: with the second one, or with nothing, and its vector with that one's or shortened.
        share, other = torch.rand(2, generator=generator).tolist()
        first = slice(0, photos)
        if share < config["mixed_share"]:
            share = share / config["mixed_share"]
            rest = stream.render(int(places[1]), pixels[first], whole[first]) if other < 0.5 else pixels[first]
            styled[first] = share * styled[first] + (1 - share) * rest
            preferences[0] = share * preferences[0] + ((1 - share) * preferences[1] if other < 0.5 else 0)
            colour[0] = share * colour[0] + (1 - share) * (colour[1] if other < 0.5 else 1)
        return {"statistics": statistics, "pixels": faulty[:, :, None], "targets": styled[:, :, None], "finished": pixels[:, :, None],
                "preferences": preferences.repeat_interleave(photos, 0), "colour": colour.repeat_interleave(photos), "experts": count}

    def measure(self, network: Enhancer, generator: torch.Generator) -> torch.Tensor:
        """Root of each sample's square error, L1 of Oklab's a and b, and the strength of each style."""
        config, batch = self.config, self.make_batch(generator)
        result = network(batch["pixels"], batch["statistics"], batch["preferences"])
        targets = batch["targets"]
        loss = (((result - targets) ** 2).mean((1, 2, 3)) + 1e-5).sqrt().mean()
        chroma = [linear_to_oklab(srgb_to_linear(picture.clamp(0, 1)))[:, 1:] for picture in (result, targets)]
        loss = loss + config["chroma_weight"] * (chroma[0] - chroma[1]).abs().mean()
        # Strength: how far along the way from the finished photo to its rendering the result lies, over the photos of an expert.
        way, gone = targets - batch["finished"], result - batch["finished"]
        length, along = ((part.view(batch["experts"], -1)).mean(1) for part in (way**2, way * gone))
        lost = (1 - along / (length + config["least_way"])) * (length / (length + config["least_way"]))
        loss = loss + config["strength_weight"] * (F.relu(lost) + 0.3 * F.relu(-lost)).mean()
        # Wanted a little beyond 0 and 1, so that what is limited to them is exactly black and white, or exactly as the map left it.
        wanted = 1.16 * batch["colour"] - 0.08
        return loss + config["colour_weight"] * ((network.weigh_colour(batch["preferences"])[:, 0] - wanted) ** 2).mean()


def make_stream(config: dict, step: int = 0) -> ExpertStream:
    """The stream as it stands before a step."""
    return ExpertStream(config["stream_size"], config["seed"], -(-step // config["steps_an_expert"]))


def make_pool(config: dict, store: PhotoStore) -> FaultPool:
    """The faulty photos that a config wants."""
    return FaultPool(store, config["faults_each"], config["faults"], config["keyed_share"], config["seed"])


def make_enhancer(config: dict, pool: FaultPool) -> Enhancer:
    """An untrained enhancer whose statistics are brought to one scale by faulty photos."""
    network = Enhancer(**config["layout"])
    for kept, measured in zip((network.middle, network.spread), measure_scale(pool)):
        kept.copy_(measured)
    return network


def make_embedding(config: dict, store: PhotoStore, stream: ExpertStream, reference: torch.Tensor) -> EmbeddingTrainer:
    """An untrained embedding whose views are brought to one scale by photos in styles."""
    trainer, generator = EmbeddingTrainer(config, reference), torch.Generator().manual_seed(config["seed"])
    photos = store.pick(512, generator).view(64, 8, 3, -1)
    trainer.embedding.settle_scale(*split_colours(torch.cat([stream.render(place % len(stream), photo) for place, photo in enumerate(photos)])))
    return trainer


def begin_with(network: nn.Module, checkpoint: Path = None) -> nn.Module:
    """The network with the averaged weights of a checkpoint, where there is one."""
    if checkpoint:
        network.load_state_dict(torch.load(checkpoint, map_location="cpu")["average"])
    return network


def load_embedding(checkpoint: Path) -> StyleEmbedding:
    """The averaged embedding of a checkpoint of the first stage."""
    saved = torch.load(checkpoint, map_location="cpu")
    network = StyleEmbedding(**saved["config"]["layout"])
    prefix = "embedding."
    network.load_state_dict({name[len(prefix) :]: value for name, value in saved["average"].items() if name.startswith(prefix)})
    return network.eval().requires_grad_(False)


def load_enhancer(checkpoint: Path) -> Enhancer:
    """The averaged enhancer of a checkpoint of the second stage."""
    saved = torch.load(checkpoint, map_location="cpu")
    network = Enhancer(**saved["config"]["layout"])
    network.load_state_dict(saved["average"])
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--embedding", type=Path, help="checkpoint of the first stage; makes this the second")
    parser.add_argument("--start", type=Path, help="checkpoint of the same stage whose weights are the first ones")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_intermixed_args()
    config = read_config(arguments.config, arguments.changes)
    if (config["stage"] == "enhancer") != bool(arguments.embedding):
        needs = "needs" if config["stage"] == "enhancer" else "takes no"
        parser.error(f"{arguments.config} is the stage {config['stage']}, which {needs} --embedding")
    torch.set_num_threads(config["threads"])
    store = PhotoStore(arguments.photos, config["crops_per_photo"], config["seed"])
    embedding = load_embedding(arguments.embedding) if arguments.embedding else None
    if config["stage"] == "embedding":
        reference, seen = choose_reference(store), ExpertStream(64, config["seed"])
        run = Run(config, arguments.out, "cpu", lambda: begin_with(make_embedding(config, store, seen, reference), arguments.start))
        task = EmbeddingTask(config, store, make_stream(config, run.step), reference, run.step)
    else:
        pool = make_pool(config, store)
        run = Run(config, arguments.out, "cpu", lambda: begin_with(make_enhancer(config, pool), arguments.start))
        task = EnhancerTask(config, store, pool, make_stream(config, run.step), embedding, run.step)
    print(f"{count_parameters(run.network)} parameters, {len(store)} crops, {len(task.stream)} experts at hand", flush=True)
    train(run, task.measure, make_judge(arguments.photos, config, embedding))


if __name__ == "__main__":
    main()

"""The first stage of PieNet: the embedding."""

inherits = "pienet_shared.py"

stage = "embedding"
layout = {"histogram": 96, "sees_shapes": True, "hidden": 160}

# An episode: experts, photos in the style of each (half make the prototype).
experts = 12
photos_each = 6
known_share = 0.2
same_photos = 0.5

# Places of the half-size copy (1,024) that the soft histogram counts a step: few, for a fifth of the time.
counted_places = 160

# Experts at hand at a time; every few steps a new one comes.
stream_size = 400
steps_an_expert = 2

# Loss, see train_pienet.py: the margin of the paper, full between experts whose effects differ by so much (0.1 of Oklab).
margin = 0.2
full_margin_at = 0.4
softmax_weight = 0.3
effect_weight = 2.0

steps = 8000

evaluate_steps = 2000

"""The second stage of PieNet: the enhancer, over a frozen embedding."""

inherits = "pienet_shared.py"

stage = "enhancer"
layout = {"hidden": 192}

# A batch: experts, photos of each, pixels of each photo.
experts = 12
photos_each = 3
pixels_per_sample = 160
known_share = 0.15
stream_size = 240
steps_an_expert = 3

# Preferences: the mean of up to so many liked photos (a share of them that is U(0, 1) to a power), then noise of that length.
liked_most = 24
liked_power = 0.6
noise = 0.25
mixed_share = 0.4

# Photos to be retouched, see fault_pool.py: entries for each crop, the share of high and low key, faults (see degrade.py).
faults_each = 14
keyed_share = 0.08
faults = {"untouched": 0.2, "flat": 0.25, "backlit": 0.15, "dark": 0.65, "least_strength": 0.1, "curve": 0.7, "tinted_black": 0.6}

# Loss, see train_pienet.py.
chroma_weight = 0.7
strength_weight = 0.035
least_way = 5e-4
colour_weight = 0.05

steps = 16000

evaluate_steps = 4000

"""The base that the shipped styles share: the condition sees statistics, the map is anchored and residual; a minute of one core.

Its own condition branch is strong rather than careful; the styles, `neutral` among them, train it further with another loss.
"""

# Network, see csrnet.py. The side is that of the copy and of the grid that pixels are sampled on.
layout = {"sees": ("statistics",), "anchored": True, "residual": True}
condition_side = 64
style = "neutral"

# A style learns over the frozen base of another run.
over_base = False

# Photos: crops are cut once and kept in memory.
crops_per_photo = 24
pixels_per_crop = 1024

# One step: samples of finished photos, of snapshots with the tones of finished ones, of photos to be left alone, and of
# pictures that hold almost nothing, to be left alone too.
finished = 11
snapshots = 3
left_alone = 2
plain = 0
pixels_per_sample = 160

# Night and high-key photos get faults too, so that a scene keeps its own brightness.
dark_targets = True

# Faults: shares and strengths, see degrade.py.
faults = {"untouched": 0.08, "flat": 0.25, "backlit": 0.15, "dark": 0.65, "least_strength": 0.1, "curve": 0.7, "tinted_black": 0.6}

judging_faults = False

# Loss, see train.py.
l1_weight = 0.0
root_weight = 1.0
log_weight = 0.0
chroma_weight = 0.5
ends_weight = 0.15

# Optimisation: Adam, cosine schedule, moving average of the weights.
steps = 4000
learning_rate = 2e-3
warm_up_steps = 100
average_decay = 0.999
seed = 1
threads = 1

# Bookkeeping.
evaluate_steps = 2000
checkpoint_seconds = 60

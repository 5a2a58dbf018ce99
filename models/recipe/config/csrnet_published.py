"""CSRNet in the published layout: 36,489 parameters, the condition sees the small copy alone; four minutes of one core."""

# Network, see csrnet.py.
layout = {"sees": ("copy",), "anchored": False, "residual": False}
condition_side = 64
style = "neutral"
over_base = False

# Photos: crops are cut once and kept in memory.
crops_per_photo = 8
pixels_per_crop = 1024

# One step: samples of finished photos, of snapshots with the tones of finished ones, and of photos to be left alone.
finished = 11
snapshots = 3
left_alone = 2
plain = 0
pixels_per_sample = 256
dark_targets = False

# Faults: shares and strengths, see degrade.py.
faults = {"untouched": 0.12, "flat": 0.15, "backlit": 0.25, "dark": 0.65, "least_strength": 0.6}

judging_faults = False

# Loss, see train.py.
l1_weight = 1.0
root_weight = 0.0
log_weight = 0.0
chroma_weight = 0.5
ends_weight = 0.15

# Optimisation: Adam, cosine schedule, moving average of the weights.
steps = 9000
learning_rate = 2e-3
warm_up_steps = 100
average_decay = 0.999
seed = 1
threads = 1

# Bookkeeping.
evaluate_steps = 1000
checkpoint_seconds = 60

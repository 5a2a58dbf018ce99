"""The narrow CuDi teacher, about a quarter of an hour of one processor core."""

teacher = "narrow"  # or "published", which needs a GPU

# Photos: whole crops of this side, cut once; every input has a fault, most of them of exposure.
side = 128
crops_per_photo = 6
samples = 4
faults = {"untouched": 0.25, "flat": 0.1, "backlit": 0.1, "dark": 0.6, "least_strength": 0.3}

# Loss: "kept" holds exposure over windows of half the crop and keeps chromaticities; "published" holds it over 16 pixels and
# pulls the mean of the channels together, which flattens and tints pictures.
losses = "kept"
curve_weight = 200

steps = 4000
learning_rate = 1.5e-3
warm_up_steps = 50
average_decay = 0.99
seed = 1
threads = 1

evaluate_steps = 500
checkpoint_seconds = 60

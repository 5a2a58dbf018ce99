"""The CuDi student before it is refined, learned from the narrow teacher: about ten minutes of one processor core."""

student = "shipped"  # or "curves", or "published"

side = 128
crops_per_photo = 6
samples = 6
faults = {"untouched": 0.25, "flat": 0.1, "backlit": 0.1, "dark": 0.6, "least_strength": 0.3}

steps = 6000
learning_rate = 4e-3
warm_up_steps = 50
average_decay = 0.99
seed = 1
threads = 1

evaluate_steps = 500
checkpoint_seconds = 60

"""The shipped CuDi student, refined as it is run: about eight minutes of one processor core."""

student = "shipped"  # of the same kind as the one it starts from

side = 128
crops_per_photo = 6
samples = 4
faults = {"untouched": 0.25, "flat": 0.1, "backlit": 0.1, "dark": 0.5, "least_strength": 0.3}

burnt = 0.2  # share of crops over-exposed beyond white before their fault

# Shares of the kinds of wanted exposure; what is left wants one for the whole crop.
kinds = {"halves": 0.25, "rectangle": 0.15, "ramp": 0.1, "stroke": 0.15}
mean_weight = 1.0  # of the means of regions, against the distance to the teacher

steps = 1500
learning_rate = 1.5e-3
warm_up_steps = 50
average_decay = 0.99
seed = 1
threads = 1

evaluate_steps = 250
checkpoint_seconds = 30

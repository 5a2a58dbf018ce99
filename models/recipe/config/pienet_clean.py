"""The enhancer of PieNet once more, mostly on photos that lack nothing; its weights and those it began with are averaged."""

inherits = "pienet_enhancer.py"

faults = {"untouched": 0.45, "flat": 0.25, "backlit": 0.15, "dark": 0.65, "least_strength": 0.1, "curve": 0.7, "tinted_black": 0.6}

steps = 2000
evaluate_steps = 1000
learning_rate = 1e-3
strength_weight = 0.03
seed = 6

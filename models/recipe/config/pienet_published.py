"""What both stages of PieNet as published share; a run takes one of the two configs that inherit this."""

width = 64

# With synthetic experts: how many are drawn beside the fixed ones, and the faults of the photos to be retouched (see degrade.py).
drawn_styles = 40
faults = {"untouched": 0.2, "flat": 0.25, "backlit": 0.15, "dark": 0.65, "least_strength": 0.1}

learning_rate = 1e-4
warm_up_steps = 100
average_decay = 0.999
seed = 1

evaluate_steps = 1000
checkpoint_seconds = 120

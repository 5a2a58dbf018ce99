"""What both stages of PieNet share; a run takes one of the two configs that inherit this."""

# Crops of each photo, and how much one person's photos vary.
crops_per_photo = 6
variation = 0.12

learning_rate = 2e-3
warm_up_steps = 100
average_decay = 0.999
seed = 1
threads = 1

checkpoint_seconds = 120

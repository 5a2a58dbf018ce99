"""What the styles have in common: the condition branch alone learns, over the frozen base of config/csrnet.py; ten seconds of one core."""

inherits = "csrnet.py"
over_base = True

# Pictures that hold almost nothing, which the base has not met.
plain = 2

# Half of the loss is logarithmic: it asks the most of photos that are nearly right, which the base run changes too much.
root_weight = 0.5
log_weight = 0.025

steps = 500
learning_rate = 1.5e-3
average_decay = 0.98

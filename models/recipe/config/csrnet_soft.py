"""The style `soft`: the condition branch alone learns, over the frozen base of the neutral run; under a minute of one core."""

inherits = "csrnet.py"
style = "soft"
steps = 1500
learning_rate = 1e-3

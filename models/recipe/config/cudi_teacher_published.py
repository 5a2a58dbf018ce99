"""The teacher as published, under the paper's losses: 308 billion multiplications a crop and pass, so it needs a GPU."""

inherits = "cudi_teacher.py"

teacher = "published"
losses = "published"

side = 256
samples = 8
learning_rate = 1e-4
steps = 30000  # the paper's schedule is not known; re-implementations pass over some thousand photos 600 times

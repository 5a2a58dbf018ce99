"""The student as published, three slopes and three offsets on a quarter of the size, learned from either teacher."""

inherits = "cudi_student.py"

student = "published"

side = 256
samples = 8
learning_rate = 5e-4
steps = 30000  # the paper's schedule is not known

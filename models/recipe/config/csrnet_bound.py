"""How far the frozen faults could be undone: the base of config/csrnet.py, trained on the very family it is judged by. Not to be shipped."""

inherits = "csrnet.py"
judging_faults = True
steps = 1500
evaluate_steps = 1500

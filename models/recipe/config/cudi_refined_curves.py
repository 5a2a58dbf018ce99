"""The curve student, refined as the shipped one is."""

inherits = "cudi_refined.py"

student = "curves"

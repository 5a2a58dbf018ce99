"""The student that decides the teacher's six curves instead of slope and offset."""

inherits = "cudi_student.py"

student = "curves"

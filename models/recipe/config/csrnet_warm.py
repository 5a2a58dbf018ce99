"""The style `warm` of styles.py, see config/csrnet_style.py."""

inherits = "csrnet_style.py"
style = "warm"

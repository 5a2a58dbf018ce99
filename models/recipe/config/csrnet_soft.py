"""The style `soft` of styles.py, see config/csrnet_style.py."""

inherits = "csrnet_style.py"
style = "soft"

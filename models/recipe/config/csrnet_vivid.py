"""The style `vivid` of styles.py, see config/csrnet_style.py."""

inherits = "csrnet_style.py"
style = "vivid"

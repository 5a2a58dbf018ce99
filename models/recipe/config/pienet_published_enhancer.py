"""The second stage of PieNet as published. Its length is not known; 100,000 steps are what a GPU does in some days."""

inherits = "pienet_published.py"

stage = "enhancer"
side = 512
batch = 8
noise = 0.1
perceptual_weight = 0.4
variation_weight = 0.01
steps = 100000

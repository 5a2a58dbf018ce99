"""The first stage of PieNet as published: 25,000 batches of 64 triplets."""

inherits = "pienet_published.py"

stage = "embedding"
side = 256
triplets = 64
same_content = 0.5
margin = 0.2
steps = 25000

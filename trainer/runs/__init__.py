"""One training run from recipe to finished weights: what each network is made of, progress, checkpoints, Ctrl-C."""

"""Inkling: draw a digit and see, at once, what a small neural network makes of it and why."""

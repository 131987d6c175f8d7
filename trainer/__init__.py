"""The trainer: it makes the networks the page reads with, in plain numpy, from the same core that the page runs."""

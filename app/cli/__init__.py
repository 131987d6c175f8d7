"""The commands `python -m app serve | build | predict`: they read options and print; imported only when asked for."""

"""“From ink to pixels”: what becomes of a drawing before the network sees it."""

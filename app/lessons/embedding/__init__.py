"""How to put the pad into a page of one's own: a page of examples that work."""

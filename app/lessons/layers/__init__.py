"""Lesson 3: layers, the forward pass as matrices, and a drawing on its way through a network."""

"""Lesson 4, activations and softmax: its page and its module."""

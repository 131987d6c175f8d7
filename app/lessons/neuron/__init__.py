"""Lesson 2, a neuron: its page and its module."""

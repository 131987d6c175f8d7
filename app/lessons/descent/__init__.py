"""Lesson 6: descent and backpropagation."""

"""Lesson 5, loss: its page and its module."""

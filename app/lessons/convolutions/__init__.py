"""Lesson 8, convolutions: its page and its module."""

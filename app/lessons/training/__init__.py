"""Lesson 7, train one now: its page and its module."""

"""Lesson 9, when it fails: its page and its module."""

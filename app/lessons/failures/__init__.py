"""Lesson 9: when it fails."""

"""Lesson 1: pictures as numbers, labels, and groups that are found without them."""

"""The page itself, run by MicroPython: elements and events; of the core only its portable modules."""

"""The lessons: a page and a module each, on a small kit they share; all run on the page's own MicroPython."""

"""What runs in the browser before Python: it starts each interpreter sooner, stands in for PyScript, says why nothing starts."""

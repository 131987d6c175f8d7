"""What Pyodide runs in the worker: numpy allowed, the page and its elements not; called by the page's worker_client alone."""

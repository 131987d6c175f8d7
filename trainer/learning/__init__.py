"""How a network learns, free of files, prints and processes: what of the trainer may reach the browser's worker."""

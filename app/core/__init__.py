"""What browser, worker, command line and trainer share: ink to pixels to probabilities. No browser, no files, no prints."""

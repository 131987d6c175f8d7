"""The core: ink to pixels, pixels to probabilities. It knows nothing of browsers, files or the command line."""

"""What the build puts before each interpreter to start it sooner, and in PyScript's place: run in the visitor's browser."""

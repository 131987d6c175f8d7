"""What the lessons share: settings in the address, pictures that follow them, code to edit and run, a pad, plots."""

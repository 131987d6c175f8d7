"""The commands of `python -m trainer`: they read options, print, and leave the work to the other rooms."""

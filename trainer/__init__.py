"""The offline trainer: `python -m trainer`. Five rooms: data, learning, runs, reporting, commands."""

"""“Your data”: how much is kept on this device, to take along or to delete."""

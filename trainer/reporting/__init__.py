"""What came of it: measured, written into weights and manifest, told in reports."""

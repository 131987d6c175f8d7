"""“Teach it your handwriting”: drawings kept, a lesson, one's own network."""

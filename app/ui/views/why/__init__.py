"""“Why this digit”: which ink spoke for it and which against."""

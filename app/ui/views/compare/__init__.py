"""“Other networks”: the same ink, read by each of them."""

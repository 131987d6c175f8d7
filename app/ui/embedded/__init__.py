"""The pad in somebody else's page: modules that come in such a frame only."""

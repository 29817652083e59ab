"""Rules about how things are written, and about what must not be."""

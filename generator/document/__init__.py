"""A disclosure laid out: numbered, its text filled in, its figures in grids of cells."""

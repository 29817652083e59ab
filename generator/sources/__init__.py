"""A file becomes positioned nodes or grids; what they mean is the loader's matter."""

"""One disclosure after another: what a correction replaces, and what it changed."""

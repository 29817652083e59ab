"""Rules that hold a disclosure against the one of the year before."""

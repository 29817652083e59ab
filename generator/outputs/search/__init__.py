"""The search: what can be found, how text is compared, and the index as script files."""

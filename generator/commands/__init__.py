"""The commands: arguments, progress, exit codes; the work is done elsewhere."""

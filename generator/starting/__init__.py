"""What an author begins with: a file that says what belongs where, or last year's, made ready."""

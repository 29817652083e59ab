"""What rules and outputs look at: the texts, rows and tables of a disclosure with their places."""

"""Rules about running text: its figures against tables, projects, indicators and each other."""

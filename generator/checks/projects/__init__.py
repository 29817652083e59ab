"""Rules about the forms of projects and of the whole department, and about their indicators."""

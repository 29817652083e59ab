"""From the stage to the site: links are followed, files swapped in, records kept."""

"""The nouns: what a disclosure is made of. Frozen data, no reading and no writing."""

"""Rules about the tables that stand in prose, the statutory ones among them."""

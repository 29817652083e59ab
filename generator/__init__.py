"""gongkai: budget performance disclosures from text files."""

__version__ = "0.1.0"

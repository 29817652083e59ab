"""gongkai: budget performance disclosures from text files."""

__version__ = "0.2.0"

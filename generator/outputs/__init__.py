"""Peers, each of which turns what was planned into bytes: pages, PDF, data."""

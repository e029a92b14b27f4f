"""Beatbook turns a folder of news articles into a published briefing digest."""

__version__ = "0.1.0"

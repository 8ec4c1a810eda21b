"""duizhao (对照): an archive of Chinese office writing as a fast, searchable static site."""

__version__ = "0.1.0"

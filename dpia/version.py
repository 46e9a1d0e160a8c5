"""The version of the program; it stands in every report and register entry."""

__version__ = "0.1.0"

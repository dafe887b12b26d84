"""The language of Gazette: what is still true with every service deleted."""

__version__ = "0.2.0.dev0"

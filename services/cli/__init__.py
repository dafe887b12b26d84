"""The command line. `commands` declares what there is; each other module does one of the commands."""

from services.cli.commands import app

__all__ = ["app"]

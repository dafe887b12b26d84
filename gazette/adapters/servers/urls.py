"""URLs of servers, taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from gazette.errors import SettingsError

WRITTEN = "SCHEME://[USER:PASSWORD@]HOST:PORT/NAME"
SWITCH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class ServerUrl:
    """`SCHEME://USER:PASSWORD@HOST:PORT,HOST:PORT/PATH?option=value`; each of `hosts` is `HOST:PORT` as written."""

    scheme: str
    hosts: tuple[str, ...]
    user: str | None
    password: str | None = field(repr=False)
    path: str
    options: Mapping[str, str]

    def switch(self, name: str, default: bool) -> bool:
        """An option that is true or false; SettingsError where it is neither."""
        value = self.options.get(name)
        if value is not None and value not in SWITCH:
            raise SettingsError(f"the option {name}={value} of the {self.scheme}:// URL must be true or false")
        return default if value is None else SWITCH[value]

    def number(self, name: str, least: int) -> int | None:
        """An option that is a whole number; SettingsError where it is none, or less than `least`."""
        value = self.options.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and int(value) >= least):
            raise SettingsError(
                f"the option {name}={value} of the {self.scheme}:// URL must be a number from {least} on"
            )
        return int(value)

    def allow(self, *names: str) -> None:
        """SettingsError where an option has another name than these."""
        for name in self.options:
            if name not in names:
                known = ", ".join(names)
                raise SettingsError(f"the {self.scheme}:// URL has no option {name!r}; it has {known}")


def parse(url: str) -> ServerUrl:
    """Take a URL apart; user, password and path are percent-decoded. SettingsError where it is no such URL."""
    try:
        return _parsed(urlsplit(url))
    except ValueError:
        # Python's own message would show the password.
        raise SettingsError(f"the URL of a server is written as {WRITTEN}; special letters as %XX") from None


def _parsed(parts: SplitResult) -> ServerUrl:
    account, _, places = parts.netloc.rpartition("@")
    hosts = tuple(host for host in places.split(",") if host)
    if not parts.scheme or not hosts or not all(map(_is_host, hosts)):
        raise ValueError(places)
    user, colon, password = account.partition(":")
    return ServerUrl(
        scheme=parts.scheme,
        hosts=hosts,
        user=unquote(user) or None,
        password=unquote(password) if colon else None,
        path=unquote(parts.path.lstrip("/")),
        options=dict(parse_qsl(parts.query, keep_blank_values=True)),
    )


def _is_host(host: str) -> bool:
    """Whether it is HOST or HOST:PORT; ValueError where the port is no number."""
    place = urlsplit(f"//{host}")
    return bool(place.hostname) and place.port != 0

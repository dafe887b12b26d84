"""The profile that LibreOffice reads hostile files with: no macros, no linked content, no way out."""

from collections.abc import Iterator

SECURITY = "org.openoffice.Office.Common/Security/Scripting"
UPDATE = "org.openoffice.Office.Writer/Content/Update"
INTERNET = "org.openoffice.Inet/Settings"
CLOSED_PORT = "9"
SETTINGS = (
    (SECURITY, "DisableMacrosExecution", "true"),
    (SECURITY, "MacroSecurityLevel", "3"),
    (SECURITY, "BlockUntrustedRefererLinks", "true"),
    (SECURITY, "CheckDocumentEvents", "true"),
    (SECURITY, "DisableActiveContent", "true"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    (UPDATE, "Link", "0"),
    (UPDATE, "Field", "false"),
    (INTERNET, "ooInetProxyType", "2"),
    (INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPProxyPort", CLOSED_PORT),
    (INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPSProxyPort", CLOSED_PORT),
)


def registry() -> str:
    """The text of `registrymodifications.xcu`."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    for path, name, value in SETTINGS:
        prop = f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        yield f'<item oor:path="/{path}">{prop}</item>'
    yield "</oor:items>"

"""Who may change what a server holds: nobody's web page but its own.

Any page that a person has open may send a form to a server on the same machine. The browser says which page
it was, in headers that no script can forge; curl and the like send none of them, and are let through.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from app.problems import Problem

_OWN_PAGES = ("same-origin", "none")


def is_loopback(host: str) -> bool:
    """Whether a name or address stands for this machine alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_other_sites(headers: Headers, bound_to: str) -> None:
    """A 403 problem where another site's page sent a request to a server that listens on `bound_to`."""
    host = headers.get("host", "")
    fetched_from = headers.get("sec-fetch-site", _OWN_PAGES[0])
    origin = headers.get("origin")
    if fetched_from not in _OWN_PAGES or (origin is not None and origin.partition("://")[2] != host):
        raise Problem(
            403, "Another site's page asked for this. Do it from a page of this server, or without a browser."
        )
    # A name of the attacker's that leads to this machine (DNS rebinding) makes an attacker's page "our own".
    if is_loopback(bound_to) and not is_loopback(_name_in(host)):
        raise Problem(
            403,
            f"This was asked of {host!r}, and the server is for this machine alone. Use http://localhost, or "
            "let others in with --host 0.0.0.0 --imports on.",
        )


def _name_in(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""

"""Headers that every response carries: what its page may load, who may frame it, and what it may ask for."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED_PREFIX = "/embed/"
GALLERY = "/gallery"

# Lit turns its own literal templates into markup under the policy lit-html; nobody else makes markup of text.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-src {frames}; "
    "require-trusted-types-for 'script'; trusted-types lit-html; frame-ancestors {ancestors}"
)
_PERMISSIONS_POLICY = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS_POLICY,
}
_OUTSIDE_EMBEDS = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A page that isolates itself may frame only what says that it may be loaded from anywhere.
_IN_EMBEDS = {"Cross-Origin-Resource-Policy": "cross-origin"}


def headers_for(path: str, frame_ancestors: str) -> dict[str, str]:
    """The headers of the response at a path; `frame_ancestors` may frame what lies under /embed/."""
    embed = path.startswith(EMBED_PREFIX)
    policy = _CONTENT_SECURITY_POLICY.format(
        ancestors=frame_ancestors if embed else "'none'", frames="'self'" if path == GALLERY else "'none'"
    )
    return _EVERYWHERE | (_IN_EMBEDS if embed else _OUTSIDE_EMBEDS) | {"Content-Security-Policy": policy}


class SecurityHeaders:
    """Puts the headers on every response, errors included."""

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self.frame_ancestors = frame_ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope["path"], self.frame_ancestors).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

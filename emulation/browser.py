"""What a browser may do with our pages: one policy for all of them, a wider one for the admin.

Staff and public pages run the scripts that carry the page's nonce ({% nonce %} in their tags) and
no others, whatever else this host can serve; nothing is inline, nothing is evaluated, nothing
comes from another host. Unfold's admin runs on Alpine, which evaluates the expressions in its
attributes and sets styles (ecosystem.md): that is allowed on the admin's own pages only.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse

STRICT: dict[str, Any] = {
    "default-src": [NONE],
    # Where the page's frame could not give a nonce (an error page): see `BrowserPolicy`.
    "script-src": [SELF],
    "style-src": [SELF],
    "font-src": [SELF],
    # Bootstrap's arrows and ticks are pictures inside its stylesheet.
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
}
WITH_NONCE = {"script-src": [NONCE]}
ADMIN = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
# A browser shows a PDF in a page of its own making, with a viewer that it styles in the page.
PDF = {"style-src": [UNSAFE_INLINE], "object-src": [SELF], "script-src": [NONE]}

# What no page asks the browser for.
UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
    # A register of persons: not kept by the browser or on the way, gone after logging out. What may
    # be kept says so itself; static files never come here.
    "Cache-Control": "private, no-store",
}


class BrowserPolicy(CSPMiddleware):
    """Answer with the policy of the page and with the headers that all pages share.

    A view's own header of the same name stays. Stand behind WhiteNoise, before all else.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy for this answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only:
            parts.replace = {**difference(request, response, parts.nonce), **(parts.replace or {})}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the headers."""
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return super().process_response(request, response)


def difference(request: HttpRequest, response: HttpResponse, nonce: str | None) -> dict[str, Any]:
    """Return in which directives the policy of this answer differs from STRICT."""
    if response.get("Content-Type", "").startswith("application/pdf"):
        return PDF
    match = getattr(request, "resolver_match", None)
    if match and match.app_name == "admin":
        return ADMIN
    return WITH_NONCE if nonce else {}

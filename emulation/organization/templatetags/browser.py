"""What the tags of a page carry so that the browser trusts them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def nonce(context: Context) -> str:
    """Return ` nonce="…"` for a script tag; nothing on an error page, which knows no request.

    Using it turns the page's policy from "scripts of this host" to "scripts with this nonce".
    """
    request = context.get("request")
    if not hasattr(request, "csp_nonce"):
        return ""
    return format_html(' nonce="{}"', str(request.csp_nonce))

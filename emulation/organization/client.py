"""Who asks: the network address of a request, and its browser in words."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
# The first that is named counts: Edge and Cốc Cốc call themselves Chrome too.
BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def client_address(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, None when there is none.

    Each of the AXES_IPWARE_PROXY_COUNT proxies in front adds the address that it saw at the end of
    X-Forwarded-For; what stands further left was sent by the client, who may write anything.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.AXES_IPWARE_PROXY_COUNT:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(passed) >= proxies:
            found = passed[-proxies]
    try:
        return str(ipaddress.ip_address(found.strip()))
    except ValueError:
        return None


def device_name(request: HttpRequest) -> str:
    """Return browser and system of a request in words, "Thiết bị khác" when they are unknown."""
    agent = re.sub(r"[^\x20-\x7e]", "", request.META.get("HTTP_USER_AGENT", ""))
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " trên ".join(filter(None, (browser, system))) or "Thiết bị khác"

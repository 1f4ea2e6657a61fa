"""Web addresses: which spelling of one is kept, and when two lie on one site."""

from __future__ import annotations

import html
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid")
_PREFIXES = ("www.", "m.", "amp.", "mobile.")


def is_url(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))


def address(url: str, *, base: str | None = None) -> str | None:
    """An http(s) address without fragment and tracking parameters, its host in lower case; None where it is none."""
    try:
        parts = urlsplit(urljoin(base or "", html.unescape(url.strip())))
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname and not parts.hostname.isascii() else parts.hostname
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    scheme = parts.scheme.lower()
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port is None or port == {"http": 80, "https": 443}[scheme] else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((scheme, netloc, path, _query(parts), ""))


def same_site(left: str, right: str) -> bool:
    """Whether two addresses are of one host, `www.`, `m.` and `amp.` aside, and of one port."""
    return _site(left) == _site(right)


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    for prefix in _PREFIXES:
        host = host.removeprefix(prefix)
    return host, parts.port


def _query(parts: SplitResult) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not key.lower().startswith(_TRACKING)]
    if len(kept) == len(pairs):
        return quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return urlencode(kept)

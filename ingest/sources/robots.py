"""robots.txt (RFC 9309): whether a crawler may fetch a path. The longest matching rule counts; Allow wins a tie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us: (allowed, path pattern)."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be fetched."""
        target = _plain(path)
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, target)]
        return max(matching)[1] if matching else True


ALL = Robots()
NONE = Robots(((False, "/"),))


def parse(text: str, agent: str) -> Robots:
    """The rules for an agent: of every group that names it, else of those for `*`."""
    mine: list[tuple[bool, str]] = []
    others: list[tuple[bool, str]] = []
    named = False
    names: list[str] = []
    in_rules = True
    for key, value in _fields(text):
        if key == "user-agent":
            names = [] if in_rules else names
            in_rules = False
            names.append(value.lower())
            named = named or value.lower() == agent.lower()
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                mine += [(key == "allow", _plain(value))] if agent.lower() in names else []
                others += [(key == "allow", _plain(value))] if "*" in names else []
    return Robots(tuple(mine if named else others))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.replace("\r", "\n").split("\n"):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _matches(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    parts = [re.escape(part) for part in re.sub(r"\*+", "*", pattern.removesuffix("$")).split("*")]
    return re.match(".*".join(parts) + ("$" if ends else ""), path, re.DOTALL) is not None


def _plain(path: str) -> str:
    return unquote_to_bytes(path).decode("utf-8", "replace")

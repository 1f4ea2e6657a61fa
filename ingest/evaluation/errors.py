"""Errors to look at: each miss and false alarm with its sentence, its names marked, as text or as one HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from ingest.evaluation.gold import Said
from ingest.evaluation.scoring import Line, Scores

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Misses and false alarms</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ margin-top: 2rem; }} li {{ margin: .8rem 0; }} code {{ white-space: normal; }}
.miss code {{ background: #e6f4e6; }} .alarm code {{ background: #fbe7e4; }}
mark.subject {{ background: #ffe08a; }} mark.object {{ background: #a9d6ff; }} small {{ color: #666; }}
</style>
<h1>Misses and false alarms</h1>
{body}
</html>
"""


def shown(said: Said) -> str:
    """A statement as a line to read."""
    roles = "; ".join(f"{role}: {value}" for role, value in said.qualifiers.items())
    signs = [word for word in (said.polarity, said.modality) if word not in ("positive", "asserted")]
    return f"{said.subject} —{' '.join((said.predicate, *signs))}→ {said.object}" + (f"  {{{roles}}}" if roles else "")


def page(scores: Scores, *, limit: int) -> str:
    """Misses and false alarms as a page: what was annotated or read, and the sentence with subject and object marked."""
    parts: list[str] = []
    for title, kind, lines in (("Missed", "miss", scores.misses), ("False alarms", "alarm", scores.false_alarms)):
        parts.append(f"<h2>{title}: {len(lines)}</h2>\n<ul class=\"{kind}\">")
        parts += _items(lines[:limit] if limit else lines)
        parts.append("</ul>")
    return _PAGE.format(body="\n".join(parts))


def _items(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        beside = f" <small>but {escape('; '.join(line.beside))}</small>" if line.beside else ""
        yield f"<li><code>{escape(shown(line.statement))}</code> <small>{escape(line.document)}</small>{beside}<br>{marked(line)}</li>"


def marked(line: Line) -> str:
    """The passage of an error as HTML, with the names of both sides marked."""
    found = escape(line.passage)
    sides = [("subject", line.statement.subject), ("object", line.statement.object)]
    names = {escape(name): side for side, name in sides if name}
    if not names:
        return found
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.I)
    folded = {name.casefold(): side for name, side in names.items()}
    return pattern.sub(lambda match: f'<mark class="{folded.get(match.group().casefold(), "subject")}">{match.group()}</mark>', found)

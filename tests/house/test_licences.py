"""What the application is installed with has permissive licences; what is odd stands on a short list, with the reason."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|CNRI-Python|Unlicense|HPND)\b", re.IGNORECASE)
RESTRICTIVE = re.compile(r"\b(A?GPL|LGPL|MPL|Mozilla|EUPL|SSPL|CC-BY|Affero|General Public)", re.IGNORECASE)
ODD = {
    "certifi": "MPL-2.0: a list of certificates, used as it is",
    "tqdm": "MPL-2.0 and MIT, by file; used as it is, by spaCy",
    "orjson": "MPL-2.0 and (Apache-2.0 or MIT), by file; used as it is",
    "tld": "MPL-1.1, which we choose of three; used as it is, by trafilatura",
}


def runtime() -> dict[str, Distribution]:
    """Every distribution that the application asks for, and what those ask for."""
    found: dict[str, Distribution] = {}
    waiting = ["reelgraph"]
    while waiting:
        name = waiting.pop()
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue  # asked for on another platform
        if (key := re.sub(r"[-_.]+", "-", name).lower()) in found:
            continue
        found[key] = one
        for text in one.requires or ():
            asked = Requirement(text)
            if asked.marker is None or asked.marker.evaluate({"extra": ""}):
                waiting.append(asked.name)
    return found


def licence(one: Distribution) -> str:
    """What a distribution says of its licence: the expression, else the first line of the old field, and the classifiers."""
    told = one.metadata
    if expressions := told.get_all("License-Expression"):
        return str(expressions[0])
    classified = [text.rpartition("::")[2].strip() for text in told.get_all("Classifier") or () if text.startswith("License")]
    return "; ".join([str(text).strip().partition("\n")[0][:100] for text in told.get_all("License") or ()] + classified)


def test_runtime_dependencies_are_permissive() -> None:
    found = runtime()
    assert {"spacy", "sqlalchemy", "fastapi", "trafilatura", "pyoxigraph"} <= set(found)
    told = {name: licence(one) for name, one in found.items()}
    assert {name: text for name, text in told.items()
            if name not in ODD and (RESTRICTIVE.search(text) or not PERMISSIVE.search(text))} == {}


def test_the_list_of_odd_ones_is_no_longer_than_it_must_be() -> None:
    found = runtime()
    assert [name for name in ODD if name not in found or not RESTRICTIVE.search(licence(found[name]))] == []


def test_our_own_licence_is_told(tmp_path: object) -> None:
    assert distribution("reelgraph").metadata["License-Expression"] == "Apache-2.0"

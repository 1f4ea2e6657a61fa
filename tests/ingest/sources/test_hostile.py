"""A folder of everything that goes wrong: what can be read is read, everything else is named with its reason."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.sources import Found, Limits, Skipped, open_sources

if TYPE_CHECKING:
    from tests.ingest.sources.conftest import Site


@pytest.fixture
def folder(tmp_path: Path, make_pdf: Callable[..., bytes], article: str, site: Site) -> Path:
    site.pages["/good"] = site.answer(article)
    entries = "".join(f"<item><link>{site.url(path)}</link></item>" for path in ("/good", "/dead"))
    contents: dict[str, bytes] = {
        "article.txt": b"Larkhill opens a suite\n\nLarkhill Post offers finishing to Brightpane.\n",
        "binary.txt": bytes(range(256)) * 40,
        "broken.html": article.replace("</p>", "<b").replace("</article>", "").encode()[:-40],
        "empty.txt": b"",
        "feed.xml": f"<rss version='2.0'><channel><title>F</title>{entries}</channel></rss>".encode(),
        "hollow.html": b"<html><body><nav>x</",
        "large.txt": b"word " * 2_000_001,
        "latin1.txt": "Zoë Ördög a terminé l'étalonnage à Genève.\n".encode("latin-1"),
        "scan.pdf": make_pdf([]),
        "torn.pdf": make_pdf(["Words."])[:-300],
        "wide.txt": "Zoë’s “Salt Roses” – in UTF-16.\n".encode("utf-16"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_what_can_be_read_is_read_and_all_else_is_named(folder: Path, site: Site) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {item.source.removeprefix(f"{folder}/"): item for item in open_sources([str(folder)], limits=Limits(seconds=20))}
    texts = {name: item.document.text or "" for name, item in found.items() if isinstance(item, Found)}
    reasons = {name: item.reason for name, item in found.items() if isinstance(item, Skipped)}
    assert texts["article.txt"].endswith("Larkhill Post offers finishing to Brightpane.\n")
    assert texts["latin1.txt"] == "Zoë Ördög a terminé l'étalonnage à Genève.\n"
    assert texts["wide.txt"] == "Zoë’s “Salt Roses” – in UTF-16.\n"
    assert "finishing to Brightpane" in texts["broken.html"]
    assert "finishing to Brightpane" in texts[site.url("/good")]
    expected = {"binary.txt": "binary", "empty.txt": "empty", "hollow.html": "no article text", "large.txt": "larger than the limit of 10,000,000",
                "scan.pdf": "without text", site.url("/dead"): "404"}
    for name, why in expected.items():
        assert why in reasons[name]
    assert set(found) == {*texts, *reasons}
    assert "torn.pdf" in found
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 500_000_000


def test_a_fault_of_a_library_is_logged_and_does_not_stop_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fails(*args: object, **options: object) -> None:
        raise RuntimeError("a fault within")

    monkeypatch.setattr("ingest.sources.html.bare_extraction", fails)
    found = list(open_sources([str(folder / "broken.html"), str(folder / "article.txt")]))
    assert found[0] == Skipped(str(folder / "broken.html"), "can't be read (RuntimeError: a fault within)")
    assert isinstance(found[1], Found)
    assert "a fault within" in caplog.text

"""Bytes to text: the byte order mark, UTF-8, UTF-16, what the sender declares, then what the bytes look like.

Most of what isn't Unicode is the Windows code page of Western Europe, where letters beyond ASCII stand alone among
others. Only bytes that don't look so are left to charset-normalizer, which guesses wrong on short Western texts.
Line ends are made `\\n` here, once, so that offsets point at the text as it is stored.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = ((b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"PK\x03\x04", "a ZIP archive"),
          (b"\x1f\x8b", "a gzip archive"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"\xd0\xcf\x11\xe0", "an old Office file"),
          (b"SQLite format 3", "a database"), (b"%PDF-", "a PDF"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS_OF_PRINT = bytes.maketrans("€…‘’“”–—™\xa0¡£©«®°»¿".encode("cp1252"), b" " * 18)
_HIGH = re.compile(rb"[\x80-\xff]+")
_ODD_SYMBOL = re.compile(r"(?<=[A-Za-z])[^\W\d_]*[¡¢£¤¥¦§¨ª«¬¯°±²³´µ¶¸¹º»¼½¾¿†‡‰ˆ˜][^\W\d_]*(?=[A-Za-z])"
                         r"|£(?=[^\W\d_])|[¤¦¨¬¯°±²³´µ¶¸¹º¼½¾](?![A-Za-z])(?=[^\W\d_])")
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "iso8859_2", "cp932", "euc_jp", "gb18030", "big5",
           "cp949"]
_SAMPLE = 200_000


class NotText(ValueError):
    """Bytes that are no text; the message says what they are."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes, without byte order mark, lines ending in `\\n`. Raises NotText."""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _clean(_strict(data, marked, f"not valid {marked.removesuffix('-sig')}, though its first bytes say so"))
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotText(f"binary, not text ({what})")
    if wide := _wide(data):
        return _clean(_strict(data, wide, "binary, not text"))
    if b"\x00" in data:
        raise NotText("binary, not text (it holds NUL bytes)")
    for encoding in ("utf-8", _known(declared)):
        if encoding and (told := _try(data, encoding)) is not None:
            return _clean(told)
    return _clean(_guess(data))


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE].translate(_MARKS_OF_PRINT)
    runs = [len(run) for run in _HIGH.findall(sample)]
    windows = _try(data, "cp1252")
    western = data.decode("latin-1") if windows is None else windows
    alone = sum(runs) <= 1.5 * len(runs) and sum(runs) <= max(8, 0.25 * len(sample))
    if alone and not _ODD_SYMBOL.search(western[:_SAMPLE]):
        return western
    best = from_bytes(data[:_SAMPLE], cp_isolation=_OTHERS, enable_fallback=False).best()
    if best is not None and (text := _try(data, best.encoding)) is not None:
        return text
    if alone:
        return western
    raise NotText("its encoding could not be told; save it as UTF-8")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: NULs fill one half of the places (the upper bytes of Latin letters) and not the other."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if len(data) % 2 or pairs < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.02 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.02 * pairs:
        return "utf-16-be"
    return None


def _clean(text: str) -> str:
    if len(_CONTROL.findall(text[:_SAMPLE])) > 0.01 * min(len(text), _SAMPLE):
        raise NotText("binary, not text (it is full of control characters)")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _known(declared: str | None) -> str | None:
    """The codec of a declared name; Latin-1 means Windows-1252, as browsers have it."""
    try:
        name = codecs.lookup(declared.strip("\"' ")).name if declared else None
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _strict(data: bytes, encoding: str, reason: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise NotText(reason)
    return text

from __future__ import annotations

import codecs
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources.encodings import NotText, decode

ENGLISH = "The studio’s “finishing” suite — opened in Lisbon — costs €5,000 a week… and it’s booked.\nAnother line about café talk.\n"
FRENCH = "Le studio a terminé l’étalonnage de la série, diffusée à Genève dès février. Où est passé le maître d’œuvre ?\n"
GERMAN = "Die Gesellschaft für Tonmischung eröffnet in München ein größeres Büro; natürlich überrascht das niemanden.\n"
SPANISH = "La compañía española estrenará la telenovela vertical en México; ¿quién pagará la producción? ¡Mañana se sabrá!\n"
RUSSIAN = "Студия открыла новый офис в Москве и предлагает услуги цветокоррекции для коротких сериалов. Подробности позже.\n"
JAPANESE = "東京のスタジオは、縦型ドラマの仕上げサービスを開始した。料金は公表されていない。作品は来月から配信される予定です。\n"
CHINESE = "北京的工作室宣布为竖屏短剧提供调色和后期制作服务。该公司没有公布价格，作品将于下个月上线，观众反应热烈。\n"
KOREAN = "서울의 스튜디오가 숏폼 드라마 후반작업 서비스를 시작했다. 가격은 공개되지 않았으며 작품은 다음 달에 공개된다.\n"
POLISH = "Studio otworzyło w Łodzi nową montażownię; usługę można zamówić od środy, a pierwszą część już ukończono.\n"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, RUSSIAN, JAPANESE, CHINESE, KOREAN, POLISH, "plain ASCII\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, FRENCH, "short"])
def test_utf_16_without_a_mark_is_told_by_its_nul_bytes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf_16_big_endian_with_a_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be")) == ENGLISH


@pytest.mark.parametrize("text", [FRENCH.replace("’", "'").replace("œ", "oe"), GERMAN, SPANISH, "Café Ördög, naïve\n", "né\n", "£5 für Zoë\n", "¿Él? £5 º é\n", "5 °C, 3 µm, ½ price\n"])
def test_latin_1_is_read(text: str) -> None:
    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, SPANISH, "‘Salt Roses’\n", "12 % – €3\n", "l’État\n", "“Été” and ‘Ö’\n"])
def test_windows_1252_is_read_with_its_quotes_and_dashes(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"),
                                                (CHINESE, "gb18030"), (KOREAN, "cp949"), (POLISH * 4, "cp1250")])
def test_other_code_pages_are_told_by_their_look(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_counts_where_it_fits_and_never_against_utf_8() -> None:
    assert decode(POLISH.encode("iso8859_2"), "ISO-8859-2") == POLISH
    assert decode(FRENCH.encode("utf-8"), "iso-8859-1") == FRENCH
    assert decode(ENGLISH.encode("cp1252"), "iso-8859-1") == ENGLISH
    assert decode(FRENCH.encode("cp1252"), "no-such-thing") == FRENCH


def test_line_ends_are_made_one_kind_and_nothing_else_changes() -> None:
    assert decode(b"a\r\nb\rc\n\n  d \t") == "a\nb\nc\n\n  d \t"


@pytest.mark.parametrize(("data", "reason"), [
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"), (b"PK\x03\x04rest", "ZIP"), (b"\x1f\x8b\x08rest", "gzip"), (b"%PDF-1.7", "PDF"),
    (b"words and \x00\x00\x00 more words \x00", "NUL"), (b"words \x01\x02\x03\x04\x05 words", "control"),
    (b"\xff\xfe\x00", "its first bytes say so"), (b"\xef\xbb\xbf\xff\xfe", "its first bytes say so"),
])
def test_what_is_no_text_is_said_to_be_none(data: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        decode(data)


def test_random_bytes_are_no_text() -> None:
    with pytest.raises(NotText):
        decode(bytes((n * 167 + n // 7) % 256 for n in range(5000)))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except NotText:
        return
    assert "\r" not in text
    assert "\ufeff" not in text[:1]


@settings(derandomize=True, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_is_never_mistaken(text: str) -> None:
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


def test_a_long_text_is_decoded_whole() -> None:
    text = (ENGLISH + os.linesep) * 5000
    assert decode(text.encode("cp1252")) == text

"""English is read, other languages are recognised; what is too short to tell, and lists of names, pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.document import Document
from ingest.sources import Found, Skipped
from ingest.sources.language import language_of, only

OTHERS = {
    "de": "Der Streamingdienst hat am Dienstag angekündigt, dass er eine neue Serie mit kurzen Folgen produzieren wird.",
    "fr": "La plateforme a annoncé mardi qu'elle produirait une nouvelle série verticale avec le studio parisien.",
    "es": "La plataforma anunció el martes que producirá una nueva serie vertical con el estudio de Madrid.",
    "pt": "A plataforma anunciou na terça-feira que vai produzir uma nova série vertical com o estúdio de Lisboa.",
    "da": "Platformen meddelte tirsdag, at den vil producere en ny vertikal serie sammen med studiet i København.",
    "id": "Platform tersebut mengumumkan pada hari Selasa bahwa mereka akan memproduksi serial vertikal baru di Jakarta.",
    "vi": "Nền tảng đã thông báo hôm thứ Ba rằng họ sẽ sản xuất một bộ phim dọc mới với hãng phim ở Hà Nội.",
    "zh": "该平台周二宣布将与上海的工作室合作制作一部新的竖屏短剧。每集时长一分钟，将于三月上线。公司表示今年将投资八百万元，并计划进入东南亚市场。",
    "ko": "플랫폼은 화요일 서울의 스튜디오와 함께 새로운 세로형 드라마를 제작한다고 발표했다. 각 회는 일 분이며 삼월에 공개될 예정이다. 회사는 투자를 받았다.",
    "ru": "Платформа объявила во вторник, что будет производить новый вертикальный сериал вместе со студией в Москве.",
    "hi": "मंच ने मंगलवार को घोषणा की कि वह मुंबई के स्टूडियो के साथ एक नई वर्टिकल सीरीज बनाएगा। प्रत्येक एपिसोड एक मिनट का है।",
}
ENGLISH = (
    "",
    "Kettle",
    "微短剧",
    "12 34 56 %",
    "Tern Media has bought the vertical app Kettle from Ana Reis.",
    "Horst Reichner (CEO), Dr. Sabine Weiß (CFO), Thomas Ahler (EVP Consulting), Mira Öztürk (EVP Operations), Jörg Kühn (COO)",
    "The app 红果短剧 (Hongguo), with the dramas 《逃出大英博物馆》 and 《盐玫瑰》, is run by a company in 北京市 and has users in many countries.",
    "KETTLE SIGNS LONDON'S TERN MEDIA FOR THREE VERTICAL DRAMAS AND A SHOW OF ITS OWN",
)


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_recognised(code: str) -> None:
    assert language_of(OTHERS[code]) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_english_names_and_what_is_too_short_pass(text: str) -> None:
    assert language_of(text) == "en"


def test_the_middle_of_a_text_counts_and_not_only_its_beginning() -> None:
    assert language_of("Kettle | Home | News | About\n" + OTHERS["de"] * 200) == "de"
    assert language_of("Tern Media has bought the app that was made for all of them.\n" * 300 + OTHERS["de"]) == "en"


def test_other_languages_are_skipped_and_named() -> None:
    items = [Found(Document(code, code, text)) for code, text in (("de", OTHERS["de"]), ("en", ENGLISH[4]))]
    items_and_skipped: list[Found | Skipped] = [*items, Skipped("s", "why")]
    skipped, *rest = only(items_and_skipped, "en")
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("language de")
    assert rest == items_and_skipped[1:]
    assert list(only(items_and_skipped, "any")) == items_and_skipped


@settings(derandomize=True, deadline=None)
@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert 2 <= len(language_of(text)) <= 3

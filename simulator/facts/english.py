"""Names of stops, their ends and lines in English, as the signs of Chinese cities write them: what a place is in English words, what it is
called in pinyin. Written as network/english.csv; the one use of pypinyin (0.53.0), which the project does not install."""

import csv
import re
import tomllib
import unicodedata
from pathlib import Path

from pypinyin import lazy_pinyin

HEADER = ("name", "name_en")
PARTS = re.compile(r"([（(·/、.\-—][^（(·/、.\-—）)]*[）)]?)")
ASCII = re.compile(r"[A-Za-z0-9+&' -]+")
NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
NUMBERED = re.compile(r"(?:第)?([一二三四五六七八九十])(中学|中|小学|小|医院|职专|海水浴场|海水|人民医院|幼儿园|号门)$")
SIDES = {"东": "East", "西": "West", "南": "South", "北": "North"}
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
WHOLE: dict[str, str] = _WORDS["whole"]
FIRST: dict[str, str] = _WORDS["front"]
LAST: dict[str, str] = _WORDS["end"]
SIDED = "路街道桥庄村区园场站厦院学城里店府苑"  # a side may stand after these
LINE = re.compile(r"(快|接驳|游|夜|K|机场)?(\d+)路(.*)")
KINDS = {"快": "Express ", "接驳": "Feeder ", "游": "Tour ", "夜": "Night ", "K": "K", "机场": "Airport "}


def build(city: Path) -> int:
    """Writes network/english.csv of a city folder from its stops and lines; the number of names."""
    stops, lines = (_rows(city / "network" / f"{name}.csv") for name in ("stops", "lines"))
    places = {row["name"] for row in stops} | {row[end] for row in lines for end in ("origin", "terminal")}
    told = {name: place(name) for name in sorted(places)} | {name: line(name) for name in sorted({row["name"] for row in lines})}
    with (city / "network" / "english.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(told.items())
    return len(told)


def line(name: str) -> str:
    """6路 -> 6, 49路西海岸 -> 49 West Coast, 快61路 -> Express 61."""
    found = LINE.fullmatch(name)
    if found is None:
        return place(name)
    kind, number, rest = found.groups()
    return f"{KINDS.get(kind or '', '')}{number} {place(rest) if rest else ''}".strip()


def place(name: str) -> str:
    """毓璜顶医院（仁和堂） -> Yuhuangding Hospital (Renhetang)."""
    if name in WHOLE:
        return WHOLE[name]
    plain = unicodedata.normalize("NFKC", name).strip(". ")
    first, *others = [part for part in PARTS.split(plain) if part]
    said = _part(first)
    for other in others:
        inner = _part(other.strip("（()）·/、.-— "))
        said += (f" ({inner})" if other[0] in "（(" else f" - {inner}") if inner else ""
    return said


def _part(name: str) -> str:
    """Words for what it is from the end, words for where it is from the front, pinyin for what it is called."""
    front: list[str] = []
    back: list[str] = []
    while name:
        if name in WHOLE:
            front.append(WHOLE[name])
            break
        if (word := next((key for key in sorted(FIRST, key=len, reverse=True) if name.startswith(key)), "")) and not front:
            front.append(FIRST[word])
            name = name.removeprefix(word)
        elif found := NUMBERED.search(name):
            back.insert(0, _numbered(int(NUMBERS[found[1]]), found[2]))
            name = name[: found.start()]
        elif word := next((key for key in sorted(LAST, key=len, reverse=True) if name.endswith(key) and _stands(name, key, back)), ""):
            back.insert(0, LAST[word])
            name = name.removesuffix(word)
        elif name[-1] in SIDES and len(name) > 1 and name[-2] in SIDED:
            back.insert(0, SIDES[name[-1]])
            name = name[:-1]
        else:
            front += _called(name)
            break
    return " ".join(filter(None, [*front, *back]))


def _stands(name: str, key: str, back: list[str]) -> bool:
    """A word of one sign must leave a name of two before it: 三马路 is a road, 桥 alone a name."""
    return len(name) - len(key) >= (2 if len(key) == 1 else 1) or bool(name == key and back) or (name == key and len(key) > 1)


def _numbered(number: int, what: str) -> str:
    schools = {"中": "Middle School", "中学": "Middle School", "小": "Primary School", "小学": "Primary School"}
    return f"No. {number} {schools.get(what) or {'号门': 'Gate', '海水': 'Beach', '职专': 'Vocational School'}.get(what) or LAST[what]}"


def _called(name: str) -> list[str]:
    """Pinyin in one word; what is in Latin letters stays as it is; words of the front inside a name stay words."""
    words: list[str] = []
    for piece in re.split(f"({ASCII.pattern})", name):
        if not piece:
            continue
        if ASCII.fullmatch(piece):
            words.append(piece.strip())
            continue
        for part in re.split(r"(大街|国际|大道|路与|路)", piece):
            if part in ("大街", "大道", "路", "路与"):
                words.append({"大街": "Street", "大道": "Avenue", "路": "Road", "路与": "Road and"}[part])
            elif part == "国际":
                words.append("International")
            elif part:
                words.append("".join(lazy_pinyin(part)).replace("v", "u").capitalize())
    return [word for word in words if word]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

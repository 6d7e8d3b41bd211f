"""A sheet: words set as PDF in any script that our fonts have, always to the same bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

import manimgx_fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF

from services.chassis.errors import Conflict

FONTS = Path(manimgx_fonts.__file__).parent
FIRST = "NotoSans"
# In the order in which they are asked for a character that the first has not. No font of ours has
# Chinese, Japanese or Korean: those packages are larger than all that we install together.
OTHERS = tuple(
    f"NotoSans{script}"
    for script in (
        "Arabic",
        "Ethiopic",
        "Hebrew",
        "Armenian",
        "Georgian",
        "Devanagari",
        "Bengali",
        "Gurmukhi",
        "Gujarati",
        "Tamil",
        "Telugu",
        "Kannada",
        "Malayalam",
        "Oriya",
        "Sinhala",
        "Thai",
        "Lao",
        "Khmer",
        "Myanmar",
        "Symbols",
    )
)
MARGIN_MM, FOOT_MM = 22, 20
# Joiners and marks of direction: they shape what stands beside them, and have no picture.
UNSEEN = {"Cf", "Cc"}


class Place(StrEnum):
    """Where a block stands: the sender's line, a heading, a paragraph, or one item of a list."""

    SENDER = "sender"
    TITLE = "title"
    TEXT = "text"
    ITEM = "item"


SIZES = {Place.SENDER: 9, Place.TITLE: 16, Place.TEXT: 10.5, Place.ITEM: 10.5}
INDENT_MM = {Place.ITEM: 6}
AFTER_MM = {Place.SENDER: 8, Place.TITLE: 4, Place.TEXT: 3, Place.ITEM: 1.2}


def isolated(text: str) -> str:
    """Wrap what may be of another direction, such as a name, so that it moves nothing beside it."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True, kw_only=True)
class Block:
    text: str
    place: Place = Place.TEXT


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`language` is an IETF tag; `made_at` is written into the file, which has no other clock."""

    title: str
    blocks: tuple[Block, ...]
    foot: str
    language: str
    made_at: datetime
    right_to_left: bool = False


class _Paper(FPDF):
    """Numbers its pages."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-FOOT_MM + 5)
        self.set_font(FIRST, size=7.5)
        self.cell(0, 4, f"{self.foot}  ·  {self.page_no()}", align="C")


def set_as_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF file; refuse what would print as empty boxes."""
    texts = [sheet.foot, sheet.title, *(block.text for block in sheet.blocks)]
    paper = _Paper(format="A4")
    paper.foot = sheet.foot
    paper.set_creation_date(sheet.made_at)
    paper.set_title(sheet.title)
    paper.set_lang(sheet.language)
    paper.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
    paper.set_auto_page_break(auto=True, margin=FOOT_MM)
    needed = fonts_for(texts)
    for font in needed:
        paper.add_font(font, fname=_file(font))
    paper.set_fallback_fonts([font for font in needed if font != FIRST])
    paper.set_text_shaping(True, direction="rtl" if sheet.right_to_left else "ltr")
    paper.add_page()
    before: Place | None = None
    for block in sheet.blocks:
        if before is Place.ITEM and block.place is not Place.ITEM:
            paper.ln(AFTER_MM[Place.TEXT])
        _set(paper, block, align="R" if sheet.right_to_left else "L")
        before = block.place
    return bytes(paper.output())


def fonts_for(texts: Iterable[str]) -> list[str]:
    """Return the fonts that together have every character, the usual one first."""
    # A letter may be composed where it was typed in two: what counts is what is drawn.
    wanted = {ord(one) for text in texts for one in text if _is_seen(one)}
    found, missing = [FIRST], wanted - _characters(FIRST)
    for font in OTHERS:
        if missing & _characters(font):
            found.append(font)
            missing -= _characters(font)
    if missing:
        raise Conflict(
            "unprintable",
            "Some words are in a script that no font of ours has; write them here as the travel"
            " document does in Latin letters.",
        )
    return found


def _set(paper: FPDF, block: Block, *, align: str) -> None:
    size = SIZES[block.place]
    paper.set_font(FIRST, size=size)
    indent = INDENT_MM.get(block.place, 0)
    text = f"•  {block.text}" if block.place is Place.ITEM else block.text
    if align == "L":
        paper.set_x(MARGIN_MM + indent)
    paper.multi_cell(
        paper.epw - indent, size * 0.5, text, align=align, new_x="LMARGIN", new_y="NEXT"
    )
    paper.ln(AFTER_MM[block.place])


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN


def _file(font: str) -> Path:
    return FONTS / f"{font}[wght].ttf"


@cache
def _characters(font: str) -> frozenset[int]:
    with TTFont(_file(font), lazy=True) as read:
        return frozenset(read.getBestCmap())

"""What a copy may be: found out from its bytes, never from what it is called."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    read_object,
)

from services.chassis.errors import Invalid

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# As base64 it must still fit into one message of the broker.
COPY_BYTES_MAX = 640 * 1024
COPIES_MAX = 10
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
# What makes another program see something else in the same bytes: an archive, a page, a PDF.
ARCHIVE, FOREIGN = b"PK\x05\x06", (b"%pdf-", b"<script", b"<html", b"<!doctype")
# What makes a PDF do something, or carry something else: as a key of a dictionary, or as a value.
ACTIVE_KEYS = {"/JS", "/AA", "/EF", "/XFA"}
ACTIVE = {
    *("/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/Rendition"),
    *("/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Movie", "/Sound"),
}
OBJECT, BLANK = re.compile(rb"(?<!\d)\d+\s+\d+\s+obj\b\s*"), re.compile(rb"\s*")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
# A scan has some hundred objects; what unpacks to more than this is made to exhaust us.
PDF_OBJECTS_MAX, UNPACKED_BYTES_MAX, CROSS_REFERENCES_MAX = 10_000, 2 * 1024 * 1024, 16
LIMITS = Configuration(
    zlib_maximum_output_length=UNPACKED_BYTES_MAX,
    zlib_maximum_recovery_input_length=0,
    stream_filters_maximum_length=1,
    stream_decoding_work_maximum_length=2 * UNPACKED_BYTES_MAX,
)
PDF_TAIL_BYTES = 1024
UNREADABLE = "This PDF cannot be read to its end: scan the document again, or send a picture."
SOI_BYTES, EOI = 2, 0xD9
# Markers of a JPEG that have no length: stuffed bytes, restarts, fill bytes.
BARE = {0x00, *range(0xD0, 0xD8), 0xFF}


def check_copy(content: bytes, declared: str) -> None:
    """Refuse what is too large, no PDF, JPEG or PNG, not what it says, or something else too."""
    if len(content) > COPY_BYTES_MAX:
        raise Invalid("copy-too-large", f"A copy has {COPY_BYTES_MAX // 1024} kilobytes at most.")
    found = next((kind for kind, sign in SIGNATURES.items() if content.startswith(sign)), None)
    if found is None:
        raise Invalid("copy-unknown", "This is no PDF, JPEG or PNG, whatever it is called.")
    if found != declared:
        raise Invalid("copy-mislabelled", f"It is called {declared}, and is {found}.")
    if not WHOLE[found](content):
        raise Invalid("copy-damaged", f"This {found} is damaged, or goes on behind its end.")
    inside = content[len(SIGNATURES[found]) :]
    if ARCHIVE in inside or any(sign in inside.lower() for sign in FOREIGN):
        raise Invalid("copy-twofold", f"This {found} is something else at the same time.")
    if found == PDF:
        _check_pdf(content)


def _check_pdf(content: bytes) -> None:
    """Refuse a PDF that acts, and one of which we cannot see whether it does."""
    plain = ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]), content)
    acts = any(name.encode() in plain for name in ACTIVE)
    if plain.count(b"/XRef") > CROSS_REFERENCES_MAX:
        raise Invalid("copy-unreadable", UNREADABLE)
    try:
        with apply_configuration(LIMITS):
            reader = PdfReader(BytesIO(content), strict=True, xref_stream_maximum_entries=20_000)
            locked = reader.is_encrypted
            acts = acts or (not locked and any(_acts(one) for one in _objects(reader, content)))
    except Exception as error:  # what a hostile file makes of a reader has no list
        raise Invalid("copy-unreadable", UNREADABLE) from error
    if locked:
        raise Invalid("copy-locked", "This PDF is encrypted: nobody could see what is in it.")
    if acts:
        raise Invalid("copy-active", "This PDF runs a program or carries other files.")


def _objects(reader: PdfReader, content: bytes) -> Iterator[PdfObject]:
    """Every object that stands in the file, also what no page leads to; each byte is read once.

    What the table of contents leads to must be among them, or a viewer would see another file.
    """
    starts = {match.start(): match for match in OBJECT.finditer(content)}
    listed = {place for places in reader.xref.values() for place in places.values()}
    known, end, unpacked = _entries(reader), 0, 0
    if len(starts) > PDF_OBJECTS_MAX or len(reader.xref_objStm) > PDF_OBJECTS_MAX:
        raise ValueError(len(starts))
    yield reader.trailer
    stream = BytesIO(content)
    for start, match in starts.items():
        if start < end:
            if start in listed:
                raise ValueError(start)
            continue
        listed.discard(start)
        stream.seek(match.end())
        found = read_object(stream, reader)
        end = stream.tell()
        if _entries(reader) != known:
            raise ValueError(start)
        yield found
        if (
            isinstance(found, StreamObject)
            and "/Type" in found
            and str(found["/Type"]) == "/ObjStm"
        ):
            packed = found.get_data()
            unpacked += len(packed)
            if unpacked > UNPACKED_BYTES_MAX:
                raise ValueError(unpacked)
            yield from _unpacked(reader, found, packed)
    if listed:
        raise ValueError(listed)


def _unpacked(reader: PdfReader, stream: StreamObject, packed: bytes) -> Iterator[PdfObject]:
    """What is in a stream of objects: first their numbers and places, then they."""
    first, count = int(str(stream["/First"])), int(str(stream["/N"]))
    numbers = [int(word) for word in packed[:first].split()]
    places = [first + place for place in numbers[1 : 2 * count : 2]]
    if len(places) != count or len(numbers) != 2 * count or count > PDF_OBJECTS_MAX:
        raise ValueError(count)
    inside = BytesIO(packed)
    for place in places:
        if place < inside.tell():
            raise ValueError(place)
        blank = BLANK.match(packed, place)
        inside.seek(blank.end() if blank else place)
        yield read_object(inside, reader)


def _acts(found: PdfObject) -> bool:
    """Look through one object; what it refers to is an object of its own."""
    waiting: list[Any] = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, NameObject) and one in ACTIVE:
            return True
        if isinstance(one, StreamObject) and "/F" in one:
            return True
        if isinstance(one, DictionaryObject):
            if ACTIVE_KEYS & one.keys() or ("/OpenAction" in one and _opens(one["/OpenAction"])):
                return True
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
    return False


def _opens(action: object) -> bool:
    """Whether opening does more than to turn to a page, as most programs write."""
    if isinstance(action, DictionaryObject):
        return str(action["/S"]) != "/GoTo" or "/Next" in action
    return not isinstance(action, ArrayObject)


def _entries(reader: PdfReader) -> int:
    return sum(len(places) for places in reader.xref.values())


def _whole_pdf(content: bytes) -> bool:
    tail = content[-PDF_TAIL_BYTES:].rstrip(b"\r\n\t \0")
    return tail.endswith(b"%%EOF") and b"startxref" in tail


def _whole_png(content: bytes) -> bool:
    """Walk its chunks: each has its checksum, and the last one ends the file."""
    place, kind = len(SIGNATURES[PNG]), b""
    while place + 12 <= len(content) and kind != b"IEND":
        length = int.from_bytes(content[place : place + 4], "big")
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(
            content[end - 4 : end], "big"
        ):
            return False
        place = end
    return kind == b"IEND" and place == len(content)


def _whole_jpeg(content: bytes) -> bool:
    """Walk its segments, so that a picture within a picture does not end it."""
    place = SOI_BYTES
    while (place := content.find(b"\xff", place)) >= 0 and place + 1 < len(content):
        marker = content[place + 1]
        if marker == EOI:
            return place + 2 == len(content)
        if marker in BARE:
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a fill byte
            continue
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False


WHOLE = {PDF: _whole_pdf, JPEG: _whole_jpeg, PNG: _whole_png}

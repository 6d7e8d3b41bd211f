"""What a copy may be: found out from its bytes, never from what it is called."""

from __future__ import annotations

import zlib

from services.chassis.errors import Invalid
from services.intake.pdfs.rules import begins, check_pdf, is_whole

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# As base64 it must still fit into one message of the broker.
COPY_BYTES_MAX = 640 * 1024
COPIES_MAX = 10
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
# What makes another program see something else in the same bytes: an archive, a page, a PDF.
ARCHIVE, FOREIGN = b"PK\x05\x06", (b"%pdf-", b"<script", b"<html", b"<!doctype")
SOI_BYTES, EOI = 2, 0xD9
# Markers of a JPEG that have no length: stuffed bytes, restarts, fill bytes.
BARE = {0x00, *range(0xD0, 0xD8), 0xFF}


def check_copy(content: bytes, declared: str) -> None:
    """Refuse what is too large, no PDF, JPEG or PNG, not what it says, or something else too."""
    if len(content) > COPY_BYTES_MAX:
        raise Invalid("copy-too-large", f"A copy has {COPY_BYTES_MAX // 1024} kilobytes at most.")
    found = PDF if begins(content) else None
    found = found or next(
        (kind for kind, sign in SIGNATURES.items() if content.startswith(sign)), None
    )
    if found is None:
        raise Invalid("copy-unknown", "This is no PDF, JPEG or PNG, whatever it is called.")
    if found != declared:
        raise Invalid("copy-mislabelled", f"It is called {declared}, and is {found}.")
    if not WHOLE[found](content):
        raise Invalid("copy-damaged", f"This {found} is damaged, or goes on behind its end.")
    inside = content[content.index(SIGNATURES[found]) + len(SIGNATURES[found]) :]
    if ARCHIVE in inside or any(sign in inside.lower() for sign in FOREIGN):
        raise Invalid("copy-twofold", f"This {found} is something else at the same time.")
    if found == PDF:
        check_pdf(content)


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


WHOLE = {PDF: is_whole, JPEG: _whole_jpeg, PNG: _whole_png}

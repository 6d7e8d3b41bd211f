"""PDFs as scanners, phones and web sites really write them are kept; what acts in them is not."""

import re

import pytest

from services.chassis.errors import Invalid
from services.intake.copies.rules import PDF, check_copy
from tests.unit.intake.pdf_files import a_pdf, a_stream

PICTURE = a_stream(bytes(range(256)) * 8, b"/Subtype/Image/Filter/DCTDecode")
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


def moved(pdf, by):
    """Every place in the table is so many bytes off."""
    shift = lambda found: b"%010d 00000 n" % (int(found[1]) + by)  # noqa: E731
    return re.sub(rb"(\d{10}) 00000 n", shift, pdf)


def grown(pdf, content=b"<</Type/Annot>>"):
    """What was changed stands behind what was there, with a table of its own."""
    before = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    added = pdf + b"9 0 obj\n" + content + b"\nendobj\n"
    table = b"xref\n9 1\n%010d 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev %d>>\n"
    return added + table % (len(pdf), before) + b"startxref\n%d\n%%%%EOF\n" % len(added)


HABITS = {
    "a table that is off by one": lambda pdf: moved(pdf, 1),
    "a table that is off by a header": lambda pdf: moved(pdf, -17),
    "a start of the table that leads nowhere": lambda pdf: re.sub(
        rb"startxref\n\d+", b"startxref\n7", pdf
    ),
    "a table that begins at one": lambda pdf: pdf.replace(b"xref\n0 ", b"xref\n1 "),
    "a byte-order mark before": lambda pdf: b"\xef\xbb\xbf" + pdf,
    "blank lines before": lambda pdf: b"\r\n\r\n" + pdf,
    "a blank in the first line": lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.4 "),
    "zeros behind": lambda pdf: pdf + bytes(4096),
    "words of a web site behind": lambda pdf: pdf + b"</body></html>\r\n",
    "objects without their end": lambda pdf: pdf.replace(b"\nendobj", b""),
    "one object without its end": lambda pdf: pdf.replace(b"\nendobj", b"", 1),
    "a stream that is longer than it says": lambda pdf: re.sub(rb"Length \d+", b"Length 1900", pdf),
    "a stream that is shorter than it says": lambda pdf: re.sub(
        rb"Length \d+", b"Length 2900", pdf
    ),
    "a length that stands elsewhere": lambda pdf: re.sub(rb"Length \d+", b"Length 4 0 R", pdf),
    "three changes behind": lambda pdf: grown(grown(grown(pdf))),
}


@pytest.mark.parametrize("habit", sorted(HABITS))
def test_a_sloppy_pdf_is_kept(habit):
    written = HABITS[habit](a_pdf(PICTURE, b"2048"))

    assert written != a_pdf(PICTURE, b"2048")
    check_copy(written, PDF)


@pytest.mark.parametrize("habit", sorted(HABITS))
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_sloppy_pdf_that_acts_is_refused(habit, place):
    acts = (SCRIPT, PICTURE, b"2048") if place == "before" else (PICTURE, b"2048", SCRIPT)

    with pytest.raises(Invalid) as refused:
        check_copy(HABITS[habit](a_pdf(*acts)), PDF)
    assert refused.value.code == "copy-active"


def test_what_was_added_later_is_looked_at_too():
    with pytest.raises(Invalid, match="runs a program"):
        check_copy(grown(a_pdf(PICTURE), SCRIPT), PDF)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_a_pdf_that_was_cut_off_on_its_way_is_sent_again(kept):
    whole = a_pdf(PICTURE)

    with pytest.raises(Invalid, match="damaged"):
        check_copy(whole[: int(len(whole) * kept)], PDF)

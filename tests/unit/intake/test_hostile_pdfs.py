"""A PDF that acts is refused in every disguise, and one that cannot be read is not believed."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from services.chassis.errors import Invalid
from services.intake.copies.rules import PDF, check_copy
from services.intake.pdfs import rules
from tests.unit.intake.pdf_files import a_pdf, a_stream, object_stream, packed

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
DISGUISES = {
    "a script that opens with the file": a_pdf(SCRIPT, catalog=b"/OpenAction 3 0 R"),
    "a script written with escapes": a_pdf(b"<</S/J#61v#61Script/J#53(x)>>"),
    "a script named by its short key alone": a_pdf(b"<</J#53(x)>>"),
    "a script in a tree of names": a_pdf(b"<</Names[(a) 4 0 R]>>", SCRIPT),
    "a script in compressed objects": a_pdf(object_stream(b"<<>>", SCRIPT)),
    "compressed objects named with an escape": a_pdf(
        object_stream(SCRIPT).replace(b"/ObjStm", b"/Obj#53tm")
    ),
    "compressed objects whose type stands elsewhere": a_pdf(
        object_stream(SCRIPT).replace(b"/ObjStm", b" 4 0 R"), b"/ObjStm"
    ),
    "a script that no page leads to": a_pdf(b"[[[<</A[<</JS(x)>>]>>]]]"),
    "a script that replaces an older object": a_pdf(b"<</JS(x)>>", b"<<>>"),
    "what happens when a page is turned": a_pdf(b"<</A#41<</O 4 0 R>>>>", b"<<>>"),
    "what opens an address": a_pdf(b"<</S/URI/URI(http://x)>>", catalog=b"/OpenAction 3 0 R"),
    "what opens an address after a page": a_pdf(
        catalog=b"/OpenAction<</S/GoTo/D[2 0 R/Fit]/Next<</S/URI/URI(http://x)>>>>"
    ),
    "a program that is started": a_pdf(b"<</S/L#61unch/F(cmd.exe)>>"),
    "a file within": a_pdf(packed(b"MZ", b"/Type/Embedded#46ile")),
    "a file within that is only named": a_pdf(b"<</Type/Filespec/EF<</F 4 0 R>>>>", packed(b"MZ")),
    "bytes that lie in another file": a_pdf(a_stream(b"", b"/F(http://x)")),
    "a film or a model": a_pdf(b"<</Subtype/R#69chMedia>>"),
    "a form of its own": a_pdf(catalog=b"/AcroForm<</XF#41 3 0 R>>"),
    "a form that is sent": a_pdf(b"<</S/Submit#46orm/F(http://x)>>"),
}
WRITERS = {
    "a turn to the first page": a_pdf(catalog=b"/OpenAction[2 0 R/Fit]"),
    "a turn as an action": a_pdf(b"<</S/GoTo/D[2 0 R/Fit]>>", catalog=b"/OpenAction 3 0 R"),
    "a link that is only followed by hand": a_pdf(b"<</S/URI/URI(https://iom.int)>>"),
    "compressed objects": a_pdf(object_stream(b"<</Type/Font>>", b"[1 2]"), packed(b"BT ET")),
}
BOMBS = {
    "a stream that unpacks to all the memory": object_stream(b" " * 100_000_000),
    "many that each unpack to a little less": b"\nendobj\n".join(
        b"%d 0 obj\n%b" % (number, object_stream(b"(" + b" " * 1_900_000 + b")"))
        for number in range(100, 103)
    ).removeprefix(b"100 0 obj\n"),
    "a list in a list": b"[" * 100_000,
    "a list in a list, compressed": object_stream(b"[" * 100_000),
    "a stream without an end": b"<</Length 3 0 R>>\nstream\n\n",
    "more words than any scan has": b"[" + b"1 " * rules.TOKENS_MAX + b"]",
}


def refusal_of(content):
    with pytest.raises(Invalid) as refused:
        check_copy(content, PDF)
    return refused.value.code


@pytest.mark.parametrize("disguise", sorted(DISGUISES))
def test_a_pdf_that_acts_is_refused_in_every_disguise(disguise):
    assert refusal_of(DISGUISES[disguise]) == "copy-active"


@pytest.mark.parametrize("habit", sorted(WRITERS))
def test_what_honest_programs_write_is_kept(habit):
    check_copy(WRITERS[habit], PDF)


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_a_pdf_that_would_exhaust_us_is_refused(bomb):
    assert refusal_of(a_pdf(BOMBS[bomb])) == "copy-unreadable"


def test_too_many_objects_are_refused():
    assert refusal_of(a_pdf(*[b"1"] * rules.OBJECTS_MAX)) == "copy-unreadable"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused_also_when_anybody_can_open_it(algorithm, password):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    writer.write(out)

    assert refusal_of(out.getvalue()) == "copy-locked"


def test_a_pdf_locked_in_a_way_that_we_do_not_know_is_refused():
    locked = a_pdf(b"<</Filter/Ours>>", trailer=b"/Encr#79pt 3 0 R")

    assert refusal_of(locked) == "copy-locked"


def test_an_object_that_hides_in_the_bytes_of_another_is_refused():
    """The table leads a viewer into a stream, where nobody looks who reads from start to end."""
    hidden = a_stream(b"4 0 obj\n<</JS(x)>>\nendobj")
    whole = a_pdf(hidden, b"<<>>")
    outside, inside = whole.rindex(b"4 0 obj"), whole.index(b"4 0 obj")

    assert refusal_of(whole.replace(b"%010d" % outside, b"%010d" % inside)) == "copy-unreadable"


def test_an_action_hides_neither_in_a_trailer_nor_between_objects_nor_behind_the_end():
    whole = a_pdf(b"<<>>")
    for hidden in (
        whole.replace(b"/Root", b"/Info<</JS(x)>>/Root"),
        whole.replace(b"3 0 obj", b"<</A<</JS(x)>>>>3 0 obj"),
        whole + b"\n4 0 obj <</JS(x)>> endobj",
        whole.replace(b"\nendobj\n3", b"\nendobj\n<</J#53(x)>>\n3"),
    ):
        assert refusal_of(hidden) == "copy-active"


def test_an_object_in_a_string_of_another_is_refused():
    assert refusal_of(a_pdf(b"(9 0 obj <</JS(x)>> endobj)")) == "copy-unreadable"


def test_what_replaced_an_object_is_looked_at_like_what_it_replaced():
    old = a_pdf(b"<</JS(x)>>")
    grown = old + b"3 0 obj\n<<>>\nendobj\n"
    table = b"xref\n3 1\n%010d 00000 n \ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\n"
    end = b"startxref\n%d\n%%%%EOF\n" % len(grown)

    assert refusal_of(grown + table % (len(old), old.rindex(b"xref\n0")) + end) == "copy-active"


def test_a_reason_names_nothing_that_stood_in_the_file():
    with pytest.raises(Invalid) as refused:
        check_copy(a_pdf(b"<</Haile(Selassie", b"<<>>"), PDF)

    assert "Selassie" not in str(refused.value)


@given(st.integers(0, 600), st.binary(min_size=1, max_size=8))
def test_a_pdf_with_changed_bytes_is_read_or_refused(place, noise):
    whole = bytearray(a_pdf(object_stream(b"<</A 1>>", b"[2]"), packed(zlib.compress(b"x"))))
    place %= len(whole)
    whole[place : place + len(noise)] = noise
    try:
        check_copy(bytes(whole), PDF)
    except Invalid:
        return

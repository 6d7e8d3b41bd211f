"""Words on paper: any name prints, nothing prints as an empty box, and the bytes are the same."""

from datetime import UTC, datetime

import pytest

from services.chassis.errors import Conflict
from services.chassis.sheets import FIRST, Block, Place, Sheet, fonts_for, isolated, set_as_pdf


def a_sheet(*texts, **changes):
    usual = {
        "title": "A title",
        "blocks": tuple(Block(text=text) for text in texts),
        "foot": "NL-2026-000001-9",
        "language": "en",
        "made_at": datetime(2026, 5, 4, tzinfo=UTC),
    }
    return Sheet(**(usual | changes))


@pytest.mark.parametrize(
    "name",
    [
        "Żółć Đặng Ёжик Ωμέγα",
        "محمد عبد الله",
        "شەهلا ڕەسوڵ",
        "ሰላም ኣማኑኤል",
        "שלום",
        "Հայկ აბა",
        "नमस्ते বাংলা தமிழ்",
        "ශ්‍රී မြန်မာ ខ្មែរ",
    ],
)
def test_a_name_in_the_scripts_of_those_who_ask_us_prints(name):
    fonts = fonts_for([name])

    assert fonts[0] == FIRST
    assert set_as_pdf(a_sheet(f"To: {isolated(name)}")).startswith(b"%PDF-")


def test_what_no_font_has_is_refused_and_not_printed_as_boxes():
    with pytest.raises(Conflict, match="no font of ours"):
        set_as_pdf(a_sheet("王小明"))


def test_the_same_sheet_makes_the_same_bytes():
    one, other = (set_as_pdf(a_sheet("One", "محمد")) for _ in range(2))

    assert one == other


def test_another_moment_makes_another_file():
    later = datetime(2026, 5, 5, tzinfo=UTC)

    assert set_as_pdf(a_sheet("One")) != set_as_pdf(a_sheet("One", made_at=later))


def test_a_long_sheet_takes_more_pages():
    short, long = set_as_pdf(a_sheet("x")), set_as_pdf(a_sheet(*["word " * 60] * 40))

    assert short.count(b"/Type /Page\n") == 1
    assert long.count(b"/Type /Page\n") > 1


def test_what_reads_from_right_to_left_is_set_so():
    blocks = (Block(text="مرحبا", place=Place.TITLE), Block(text="محمد", place=Place.ITEM))

    assert set_as_pdf(a_sheet(blocks=blocks, right_to_left=True)) != set_as_pdf(
        a_sheet(blocks=blocks)
    )

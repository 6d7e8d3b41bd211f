"""The search for people sees what it must see, in every form in which it could stand."""

import os
import shutil

import pytest

from infra.local.leaks import Word, read_words, search, search_files, words_of

BOOK = """
cases:
  - name: A case that is called after nobody
    persons:
      - {name: Karim Al-Tikriti, born: 1988-04-12, document: {kind: passport, number: A1234567}}
    steps: [Karim is seen by nobody here]
    expert: {name: Zaïna Örsted, born: 1979-01-30}
"""
PEOPLE = '[{"family_name": "Hakobyan Bodaguti", "document_number": "XA7654321"}]'


@pytest.fixture
def words(tmp_path):
    (tmp_path / "cases.yaml").write_text(BOOK)
    (tmp_path / "people.json").write_text(PEOPLE)
    names = ("cases.yaml", "people.json", "missing.json")
    return read_words([tmp_path / name for name in names])


def test_names_birth_dates_and_document_numbers_are_looked_for(words):
    assert {word.text for word in words} == {
        "Karim Al-Tikriti",
        "Karim",
        "Al-Tikriti",
        "1988-04-12",
        "A1234567",
        "Zaïna Örsted",
        "Zaïna",
        "Örsted",
        "1979-01-30",
        "Hakobyan Bodaguti",
        "Hakobyan",
        "Bodaguti",
        "XA7654321",
    }


@pytest.mark.parametrize(
    "kept",
    [
        b"\x00\x31Hakobyan\x00",
        '{"name": "Zaïna"}'.encode(),
        rb'{"name": "Za\u00efna"}',
        b"1988-04-12T00:00:00Z",
        b"xA1234567x",
        b"KARIM AL-TIKRITI",
        "ZAÏNA".encode(),
        b"hakobyan",
        b"DOCS/P/IRQ/A1/IRQ/12APR88/M",
        b'"born":"19880412"',
    ],
)
def test_a_person_is_found_in_whatever_form(words, kept):
    assert list(search(kept, "a file", words))


def test_ciphertext_and_ids_are_nobody(words):
    kept = b"NL-2026-000001-9 eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9 0190a2b4-7e1c 9xKarimQ2zkarim7"
    assert not list(search(kept, "a file", words))


def test_every_file_of_a_folder_is_searched(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "segment").write_bytes(b"\x00" * 70000 + b"Karim" + b"\x00" * 70000)
    (tmp_path / "empty").touch()
    hits = list(search_files(tmp_path, [Word("name", "Karim")]))

    assert [(hit.count, hit.place) for hit in hits] == [(1, str(tmp_path / "deep" / "segment"))]


def test_a_name_of_four_letters_is_looked_for_in_texts_alone(tmp_path):
    (tmp_path / "file").write_bytes(b"Omar")
    words = words_of([{"family_name": "Omar"}])

    assert list(search(b'{"name": "OMAR"}', "a column", words))
    assert not list(search_files(tmp_path, words))


def test_a_word_too_short_to_mean_anything_is_not_looked_for():
    assert words_of([{"family_name": "Li"}]) == set()


def test_what_a_server_drops_during_the_search_ends_no_search(tmp_path):
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text("of Karim")
    hits = search_files(tmp_path, [Word("name", "Karim")])
    assert next(hits).place.endswith("first/page")
    shutil.rmtree(tmp_path / "second")

    assert [hit.place for hit in hits] == [str(tmp_path / "third" / "page")]


def test_a_folder_that_cannot_be_read_ends_the_search(tmp_path, monkeypatch):
    def refused(_):
        raise PermissionError("closed")

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(PermissionError):
        list(search_files(tmp_path, [Word("name", "Karim")]))

"""What stands in a column is searched for people as what it is: text, or what nobody can read."""

from infra.local.leaks import Word
from infra.local.readable import search_values

SHORT, LONG = Word("name", "Sami"), Word("name", "Haddad")
CIPHERTEXT = b"\x13\xc6\xd7Q#}\xd6\xc6\x1a\t%s}\r\xc1\xff\x1b\x13v"


def found(*values):
    return {hit.word for hit in search_values(values, "intake.persons.sealed", [SHORT, LONG])}


def test_four_letters_in_ciphertext_are_chance():
    assert found(CIPHERTEXT % b"SAMI") == set()


def test_a_short_name_in_a_text_is_found_whatever_the_column():
    assert found(b'{"given_names": "Sami"}') == {SHORT}
    assert found(CIPHERTEXT % b"SAMI", '{"given_names": "Sami", "city": "Łódź"}'.encode()) == {
        SHORT
    }


def test_a_longer_name_is_found_wherever_it_stands():
    assert found(CIPHERTEXT % b"Haddad") == {LONG}

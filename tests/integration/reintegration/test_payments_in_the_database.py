"""What the database itself refuses of payments, whatever the code does."""

import psycopg2
import pytest

COLUMNS = {
    "id": "x",
    "case_ref": "c",
    "plan_id": "p",
    "plan_line_id": "l",
    "scheme": "s",
    "amount_minor": 1,
    "currency": "EUR",
    "proof_kind": "invoice",
    "proof_number": "1",
    "proof_sha256": "h",
    "created_by": "maker",
    "version": 1,
}
SENT = {"approved_by": "checker", "released_by": "releaser"}


def put(ground, **changes):
    row = COLUMNS | changes
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    ground.database.rows(f"INSERT INTO payments ({names}) VALUES ({marks})", *row.values())  # noqa: S608


@pytest.mark.parametrize(
    ("approved_by", "released_by", "status"),
    [
        ("maker", None, "approved"),
        ("MAKER", None, "approved"),
        (" maker ", None, "approved"),
        ("checker", "checker", "released"),
        ("checker", "Checker", "released"),
        ("checker", "maker", "released"),
        (None, None, "approved"),
        (None, "releaser", "settled"),
        ("checker", None, "released"),
    ],
)
def test_three_people_are_held_by_the_database(ground, approved_by, released_by, status):
    with pytest.raises(psycopg2.errors.CheckViolation):
        put(ground, approved_by=approved_by, released_by=released_by, status=status)


def test_a_name_composed_otherwise_is_the_same_person(ground):
    with pytest.raises(psycopg2.errors.CheckViolation, match="three_people"):
        put(ground, created_by="\u00fcnal", approved_by="U\u0308NAL", status="approved")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"rejected_by": "releaser"},
        {"bank_reference": "2027-014"},
        {"rejected_by": "Maker", "bank_reference": "2027-014"},
        {"rejected_by": "CHECKER", "bank_reference": "2027-014"},
    ],
)
def test_what_was_sent_is_free_again_only_when_it_truly_came_back(ground, said):
    with pytest.raises(psycopg2.errors.CheckViolation, match="truly_returned"):
        put(ground, **SENT, status="rejected", **said)


def test_nothing_is_settled_by_nobody(ground):
    with pytest.raises(psycopg2.errors.CheckViolation, match="settled_by"):
        put(ground, **SENT, status="settled")


def test_a_vendor_is_not_verified_by_its_maker_in_capitals(ground):
    with pytest.raises(psycopg2.errors.CheckViolation, match="two_people"):
        ground.database.rows(
            "INSERT INTO vendors (id, name, country, registration_number, registered_by,"
            " verified_by, status, version)"
            " VALUES ('v', 'n', 'IQ', '1', 'maker', 'MAKER', 'verified', 1)"
        )

"""Personal data rests under a key of each person's own, which can be rotated and destroyed."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from services.chassis.database import open_engine
from services.chassis.errors import NotFound
from services.chassis.ids import new_id
from services.chassis.privacy.keyring import Keyring
from services.chassis.privacy.vault import Vault, rewrap
from services.chassis.settings import with_psycopg2

JANE = {"family_name": "Ñandú", "birth_date": "1990-04-27"}
RING = Keyring.fresh()


@pytest.fixture(scope="module")
def uri(database):
    return with_psycopg2(database("chassis").uri, "HOMEWARD_DB_CHASSIS")


@pytest.fixture(scope="module")
def engine(uri):
    engine = open_engine(uri, application_name="test", connections_max=4)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine) as session, session.begin():
        yield session


@pytest.fixture
def vault(session):
    return Vault(session, RING)


@pytest.fixture
def person():
    return new_id()


def test_what_was_sealed_opens_for_the_same_person(vault, session, person):
    sealed = vault.seal(person, JANE)

    assert vault.open(person, sealed) == JANE
    assert Vault(session, RING).open(person, memoryview(sealed)) == JANE


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_content_comes_back_as_it_was(vault, content):
    assert vault.open("p-1", vault.seal("p-1", content)) == content


def test_the_same_content_never_looks_the_same_and_is_not_readable(vault, person):
    first, second = vault.seal(person, JANE), vault.seal(person, JANE)

    assert first != second
    assert "Ñandú".encode() not in first
    assert b"1990" not in first


def test_a_blob_that_is_moved_to_another_person_does_not_open(vault, person):
    other = new_id()
    vault.seal(other, {})

    with pytest.raises(ValueError, match="is damaged"):
        vault.open(other, vault.seal(person, JANE))


def test_a_blob_that_was_touched_does_not_open(vault, person):
    sealed = vault.seal(person, JANE)

    for at in range(len(sealed)):
        touched = bytearray(sealed)
        touched[at] ^= 1
        with pytest.raises(ValueError, match="is damaged"):
            vault.open(person, bytes(touched))
    with pytest.raises(ValueError, match="is damaged"):
        vault.open(person, b"")


def test_a_person_who_was_forgotten_is_never_read_again(vault, session, person):
    sealed = vault.seal(person, JANE)

    vault.forget(person)
    vault.forget(person)

    for reader in (vault, Vault(session, RING)):
        with pytest.raises(NotFound, match="was erased") as refused:
            reader.open(person, sealed)
        assert refused.value.code == "erased"
        with pytest.raises(NotFound):
            reader.seal(person, JANE)


def test_a_person_may_be_forgotten_before_anything_was_kept(vault, person):
    vault.forget(person)

    with pytest.raises(NotFound, match="was erased"):
        vault.seal(person, JANE)


def test_nothing_opens_for_a_person_without_a_key(vault, person):
    with pytest.raises(NotFound) as refused:
        vault.open(person, b"\x01anything")

    assert refused.value.code == "no-such-person"


def test_two_transactions_that_meet_a_person_first_agree_on_the_key(engine, person):
    sealed = []
    together = threading.Barrier(2, timeout=10)

    def seal():
        with Session(engine) as session, session.begin():
            session.connection()
            together.wait()
            sealed.append(Vault(session, RING).seal(person, JANE))

    threads = [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    with Session(engine) as session:
        vault = Vault(session, RING)
        assert [vault.open(person, blob) for blob in sealed] == [JANE, JANE]


def test_tokens_find_equal_texts_and_tell_nothing(vault, session):
    assert vault.token("nandu") == Vault(session, RING.rotated()).token("nandu")
    assert vault.token("nandu") != vault.token("nandu ")
    assert vault.token("nandu") != Vault(session, Keyring.fresh()).token("nandu")
    assert "nandu" not in vault.token("nandu")


def test_the_master_key_rotates_without_touching_the_data(engine, database):
    people = [new_id() for _ in range(5)]
    gone = new_id()
    ring, sealed = Keyring.fresh(), {}
    fresh = open_engine(
        with_psycopg2(database("chassis").uri, "HOMEWARD_DB_CHASSIS"), application_name="test"
    )
    with Session(fresh) as session, session.begin():
        sealed = {person: Vault(session, ring).seal(person, JANE) for person in people}
        Vault(session, ring).forget(gone)

    new = ring.rotated()
    with Session(fresh) as session, session.begin():
        assert Vault(session, new).open(people[0], sealed[people[0]]) == JANE
        assert [rewrap(session, new, limit=3) for _ in range(3)] == [3, 2, 0]

    retired = new.retired()
    with Session(fresh) as session:
        for person in people:
            assert Vault(session, retired).open(person, sealed[person]) == JANE
        with pytest.raises(LookupError, match=r"not on this keyring|does not open"):
            Vault(session, ring).open(people[0], sealed[people[0]])
    fresh.dispose()

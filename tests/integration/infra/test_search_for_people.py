"""The search for people is not blind: what is planted in a server's files is found there."""

import psycopg2
import pytest

from infra.local import addresses, broker
from infra.local.leaks import Word, search_files
from infra.local.planting import checkpoint, planted


@pytest.fixture(scope="module")
def where(stack):
    return addresses.of(stack.place, stack.credentials)


def places(where, word):
    """The kinds of place in which the word is found."""
    folders = ("rabbitmq", "postgres", "logs")
    return {name for name in folders if list(search_files(where.place.home / name, [word]))}


def test_a_planted_word_is_found_wherever_people_could_be(where):
    with planted(where) as word:
        checkpoint(where)
        assert places(where, word) == {"rabbitmq", "postgres", "logs"}
    assert places(where, Word("name", "Nobodywiththisname")) == set()


def test_what_was_planted_is_taken_away_again(where):
    with planted(where):
        pass

    queues = [queue["name"] for queue in where.api.queues(broker.HOUSE_VHOST)]
    assert not [name for name in queues if name.startswith("planted")]
    connection = psycopg2.connect(where.databases["intake"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('planted')")
            assert cursor.fetchone() == (None,)
    finally:
        connection.close()

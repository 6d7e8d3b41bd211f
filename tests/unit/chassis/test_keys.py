"""A keys' folder is filled once, for its owner alone, and its master key rotates."""

import pytest

from services.chassis.errors import Conflict, Invalid
from services.chassis.privacy import keyring, keys
from services.chassis.privacy.keyring import Keyring, load_keyring

KEY = b"k" * 32


def content_of(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_what_is_missing_is_made_and_what_is_there_stays(tmp_path):
    folder = tmp_path / "keys"
    keys.ensure_keys(folder, ["intake", "travel"])
    before = content_of(folder)

    keys.ensure_keys(folder, ["intake", "travel"])

    assert content_of(folder) == before
    assert sorted(before) == [
        "intake.private.jwk",
        "intake.public.jwk",
        "master.key",
        "token.jwks",
        "token.private.jwk",
        "travel.private.jwk",
        "travel.public.jwk",
        "vouching.key",
    ]


def test_nobody_but_the_owner_reads_them(tmp_path):
    keys.ensure_keys(tmp_path / "keys", ["intake"])

    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_public_file_has_no_private_half(tmp_path):
    keys.ensure_keys(tmp_path, ["intake"])

    for name in ("intake.public.jwk", "token.jwks"):
        assert '"d"' not in (tmp_path / name).read_text()


def test_a_rotated_ring_opens_what_the_old_one_locked(tmp_path):
    keys.ensure_keys(tmp_path, [])
    old = load_keyring(tmp_path)
    wrapped = old.wrap(KEY)

    ring = keys.rotate_master(tmp_path)

    assert ring.current != old.current
    assert ring.index == old.index
    assert ring.unwrap(old.current, wrapped) == KEY
    assert load_keyring(tmp_path) == ring


def test_no_rotation_begins_before_the_last_is_finished(tmp_path):
    keys.ensure_keys(tmp_path, [])
    ring = keys.rotate_master(tmp_path)

    with pytest.raises(Conflict, match="not finished"):
        keys.rotate_master(tmp_path)

    assert load_keyring(tmp_path) == ring


def test_a_retired_master_key_opens_nothing_any_more(tmp_path):
    keys.ensure_keys(tmp_path, [])
    old = load_keyring(tmp_path)
    wrapped = old.wrap(KEY)
    keys.rotate_master(tmp_path)

    ring = keys.retire_master(tmp_path)

    with pytest.raises(LookupError, match=f"{old.current} is not on this keyring"):
        ring.unwrap(old.current, wrapped)


def test_a_wrapped_key_that_was_touched_does_not_open():
    ring = Keyring.fresh()
    wrapped = bytearray(ring.wrap(KEY))
    wrapped[3] ^= 1

    with pytest.raises(LookupError, match="does not open this"):
        ring.unwrap(ring.current, bytes(wrapped))


@pytest.mark.parametrize(
    ("current", "masters", "index"),
    [
        ("a", {"a": b"short"}, KEY),
        ("a", {"a": KEY}, b"short"),
        ("b", {"a": KEY}, KEY),
        ("a", {"a": KEY, "b": KEY, "c": KEY}, KEY),
    ],
)
def test_a_ring_that_could_lock_us_out_is_refused(current, masters, index):
    with pytest.raises(Invalid, match="one or two keys of 32 bytes"):
        Keyring(current, masters, index)


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"current": "a", "masters": [], "index": ""}']
)
def test_a_ring_that_cannot_be_read_is_refused(tmp_path, text):
    if text is not None:
        (tmp_path / keyring.FILE).write_text(text)

    with pytest.raises(Invalid, match=r"master\.key cannot be read"):
        load_keyring(tmp_path)


def test_no_key_is_shown():
    ring = Keyring.fresh()

    assert repr(ring) == f"Keyring(current='{ring.current}')"

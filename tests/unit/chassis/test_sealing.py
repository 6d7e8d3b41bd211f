"""What is sealed for one recipient opens for nobody else, and shows when it was touched."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from services.chassis.errors import Invalid
from services.chassis.privacy import keys, sealing
from tests.examples import examples

OURS = KeySet([sealing.new_private_key()])
THEIRS = KeySet([sealing.new_private_key()])
PUBLIC = OURS.keys[0].as_dict(private=False)
PARTY = {"family_name": "Ñandú", "ssr": ["WCHR"], "receiver": None}

JSON = st.dictionaries(
    st.text(),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=10),
)


@given(JSON)
@examples(40)
def test_the_recipient_opens_exactly_what_was_sealed(content):
    assert sealing.open_sealed(OURS, sealing.seal_for(PUBLIC, content)) == content


def test_the_form_is_the_one_that_partners_were_promised():
    header = json.loads(urlsafe_b64decode(sealing.seal_for(PUBLIC, PARTY).split(".")[0].encode()))

    assert header["alg"] == "ECDH-ES+A256KW"
    assert header["enc"] == "A256GCM"
    assert header["kid"] == PUBLIC["kid"]


def test_dates_are_sealed_as_text():
    token = sealing.seal_for(PUBLIC, {"birth_date": date(2011, 3, 4)})

    assert sealing.open_sealed(OURS, token) == {"birth_date": "2011-03-04"}


def test_nobody_else_opens_it():
    with pytest.raises(Invalid) as refused:
        sealing.open_sealed(THEIRS, sealing.seal_for(PUBLIC, PARTY))

    assert refused.value.code == "sealed-unreadable"
    assert "Ñandú" not in str(refused.value)


@given(st.data())
@examples(60)
def test_a_token_that_was_touched_does_not_open(data):
    token = sealing.seal_for(PUBLIC, PARTY)
    parts = token.split(".")
    which = data.draw(st.integers(0, 4))
    raw = bytearray(urlsafe_b64decode(parts[which].encode()))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    parts[which] = urlsafe_b64encode(bytes(raw)).decode()

    with pytest.raises(Invalid):
        sealing.open_sealed(OURS, ".".join(parts))


@given(st.text() | st.just("a.b.c.d.e"))
@examples(40)
def test_nonsense_does_not_open(text):
    with pytest.raises(Invalid):
        sealing.open_sealed(OURS, text)


@pytest.mark.parametrize(
    ("alg", "enc"), [("ECDH-ES", "A256GCM"), ("ECDH-ES+A256KW", "A128CBC-HS256")]
)
def test_another_algorithm_is_not_accepted(alg, enc):
    header = {"alg": alg, "enc": enc, "kid": PUBLIC["kid"]}
    bare = {name: PUBLIC[name] for name in ("kty", "crv", "x", "y", "kid")}
    token = jwe.encrypt_compact(header, b"{}", ECKey.import_key(bare), algorithms=[alg, enc])

    with pytest.raises(Invalid):
        sealing.open_sealed(OURS, token)


def test_what_is_no_object_is_not_accepted():
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": PUBLIC["kid"]}
    token = jwe.encrypt_compact(header, b"[1]", sealing.public_key(PUBLIC))

    with pytest.raises(Invalid, match="not a JSON object"):
        sealing.open_sealed(OURS, token)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "EC"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        OctKey.generate_key(256).as_dict(),
        RSAKey.generate_key(2048).as_dict(private=False),
        ECKey.generate_key("secp256k1", private=False).as_dict(),
        ECKey.generate_key("P-256", {"use": "sig"}, private=False).as_dict(),
    ],
)
def test_a_key_that_we_cannot_seal_for_is_refused(jwk):
    with pytest.raises(Invalid) as refused:
        sealing.public_key(jwk)

    assert refused.value.code == "bad-key"


def test_a_private_key_given_by_mistake_is_not_kept():
    kept = sealing.public_key(OURS.keys[0].as_dict(private=True))

    assert not kept.is_private


def test_two_keys_open_during_a_rotation_and_the_new_one_seals(tmp_path):
    keys.ensure_keys(tmp_path, ["travel"])
    before = sealing.seal_for(sealing.load_public(tmp_path, "travel"), PARTY)
    first = sealing.load_private(tmp_path, "travel").keys[0].kid

    keys.rotate_service(tmp_path, "travel")
    after = sealing.seal_for(sealing.load_public(tmp_path, "travel"), PARTY)
    both = sealing.load_private(tmp_path, "travel")
    assert [sealing.open_sealed(both, token) for token in (before, after)] == [PARTY, PARTY]
    assert [key.kid for key in both][1] == first
    assert sealing.load_public(tmp_path, "travel").kid == both.keys[0].kid

    keys.rotate_service(tmp_path, "travel")
    with pytest.raises(Invalid):
        sealing.open_sealed(sealing.load_private(tmp_path, "travel"), before)


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"keys": []}'])
def test_a_key_file_that_is_none_is_refused_by_name(tmp_path, text):
    if text is not None:
        (tmp_path / "travel.private.jwk").write_text(text)

    with pytest.raises(Invalid, match=r"travel\.private\.jwk cannot be read"):
        sealing.load_private(tmp_path, "travel")

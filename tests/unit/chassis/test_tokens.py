"""A token speaks for somebody only if our issuer signed it, for us, and for now."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from services.chassis.callers import tokens
from services.chassis.callers.tokens import Keys, Verifier, mint
from services.chassis.errors import Forbidden, Invalid
from services.chassis.privacy import keys

ISSUER, AUDIENCE, NOW = "https://issuer.example", "homeward", 1_800_000_000
KEY = tokens.new_signing_key()
GRANTS = {"counsellor": {"intake:cases:write"}, "auditor": {"intake:cases:read"}}


def scopes_of(roles):
    return {scope for role in roles for scope in GRANTS.get(role, ())}


def jwks(*signing):
    return json.dumps(KeySet(list(signing)).as_dict(private=False))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "token.jwks"
    path.write_text(jwks(KEY))
    return path


def a_verifier(path, at=NOW, **since):
    return Verifier(
        Keys(path, **since),
        issuer=ISSUER,
        audience=AUDIENCE,
        scopes_of=scopes_of,
        now=lambda: at,
    )


def a_token(key=KEY, **changes):
    usual = {"issuer": ISSUER, "audience": AUDIENCE, "subject": "anna", "roles": ["counsellor"]}
    return mint(key, now=lambda: NOW, **(usual | changes))


def signed(claims, key=KEY, alg="ES256", **header):
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "exp": NOW + 60, "roles": ["auditor"]}
    said = {name: value for name, value in (usual | claims).items() if value is not None}
    key.ensure_kid()
    return jwt.encode({"alg": alg, "kid": key.kid} | header, said, key, algorithms=[alg])


def refused(path, token, at=NOW):
    with pytest.raises(Forbidden) as refusal:
        a_verifier(path, at).verify(token)
    assert refusal.value.code == "unauthenticated"
    return refusal.value.sentence


def test_a_token_says_who_is_asking_and_what_they_may(path):
    principal = a_verifier(path).verify(a_token(roles=["counsellor", "stranger"]))

    assert principal.subject == "anna"
    assert principal.roles == {"counsellor", "stranger"}
    assert principal.scopes == {"intake:cases:write"}


def test_a_token_of_an_rsa_issuer_counts_too(path):
    key = RSAKey.generate_key(2048, auto_kid=True)
    path.write_text(jwks(key))

    assert a_verifier(path).verify(signed({}, key, "RS256")).roles == {"auditor"}


def test_one_of_several_audiences_is_enough(path):
    assert a_verifier(path).verify(signed({"aud": ["other", AUDIENCE]})).subject == "anna"


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"exp": NOW - 60}, "expired"),
        ({"exp": None}, "lacks exp"),
        ({"exp": "tomorrow"}, "trust"),
        ({"nbf": NOW + 60}, "not valid yet"),
        ({"iat": NOW + 60}, "not valid yet"),
        ({"iss": "https://else.example"}, "issuer"),
        ({"iss": None}, "lacks iss"),
        ({"aud": "other"}, "someone else"),
        ({"aud": None}, "lacks aud"),
        ({"sub": None}, "lacks sub"),
        ({"sub": ""}, "trust"),
        ({"sub": 7}, "trust"),
        ({"roles": "counsellor"}, "roles"),
        ({"roles": [7]}, "roles"),
    ],
)
def test_a_claim_that_is_wrong_or_missing_is_refused(path, claims, says):
    assert says in refused(path, signed(claims))


@pytest.mark.parametrize(
    "sub",
    [
        *(" anna", "anna ", "an\nna", "an\0na", "an\u200bna", "", "x" * 201),
        *("service:intake", "SERVICE:intake", "operator:root", "\uff4fperator:root"),
    ],
)
def test_a_name_that_could_pass_for_another_is_refused(path, sub):
    refused(path, signed({"sub": sub}))


def test_a_name_in_any_script_is_a_name(path):
    assert a_verifier(path).verify(a_token(subject="Z\u00fcleyha \u00d6zt\u00fcrk")).subject


def test_a_minted_token_lives_as_long_as_was_asked(path):
    token = a_token(lifetime_seconds=60)

    assert a_verifier(path, NOW + 80).verify(token)
    assert "expired" in refused(path, token, NOW + 91)
    assert "not valid yet" in refused(path, token, NOW - 31)


def test_another_key_is_refused(path):
    assert "key that is not known" in refused(path, a_token(tokens.new_signing_key()))


def test_another_key_that_claims_our_kid_is_refused(path):
    other = ECKey.generate_key("P-256", {"kid": KEY.kid})

    refused(path, signed({}, other))


def test_a_token_that_is_not_signed_is_refused(path):
    def part(content):
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "exp": NOW + 60}
    for alg in ("none", "None", ""):
        refused(path, f"{part({'alg': alg, 'kid': KEY.kid})}.{part(claims)}.")


def test_the_public_key_is_no_shared_secret(path):
    shared = OctKey.import_key(path.read_text().encode())

    refused(path, signed({}, shared, "HS256", kid=KEY.kid))


def test_a_symmetric_or_encryption_key_in_the_set_does_not_count(path):
    shared = OctKey.generate_key(256, auto_kid=True)
    sealing = ECKey.generate_key("P-256", {"use": "enc"}, auto_kid=True)
    path.write_text(json.dumps({"keys": [shared.as_dict(), sealing.as_dict(), KEY.as_dict()]}))

    refused(path, signed({}, shared, "HS256"))
    assert a_verifier(path).verify(a_token())


@given(st.text() | st.just("a.b.c") | st.binary().map(lambda raw: raw.decode("latin1")))
def test_nonsense_is_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "token.jwks"
    path.write_text(jwks(KEY))

    refused(path, text)


def test_a_header_that_is_nested_without_end_is_refused(path):
    deep = base64.urlsafe_b64encode(b"[" * 5000).decode().rstrip("=")
    clock = [0.0]
    verifier = a_verifier(path, now=lambda: clock[0])
    verifier.verify(a_token())
    clock[0] = 11  # Old enough keys to look for a new one by what the header names.

    with pytest.raises(Forbidden):
        verifier.verify(f"{deep}.e30.e30")


def test_a_new_key_is_found_when_a_token_names_it(path):
    new, clock = tokens.new_signing_key(), [0.0]
    verifier = a_verifier(path)
    verifier._keys = Keys(path, now=lambda: clock[0])  # noqa: SLF001
    verifier.verify(a_token())
    path.write_text(jwks(new, KEY))

    with pytest.raises(Forbidden):  # asked again too soon
        verifier.verify(a_token(new))
    clock[0] = 11
    assert verifier.verify(a_token(new))
    assert verifier.verify(a_token())


def test_an_issuer_that_is_away_for_a_while_stops_nobody(path):
    clock = [0.0]
    keys_of_issuer = Keys(path, now=lambda: clock[0])
    known = keys_of_issuer.find(a_token())
    path.unlink()
    clock[0] = 1000

    assert keys_of_issuer.find(a_token()) is known


def test_without_any_keys_nothing_is_verified(tmp_path):
    with pytest.raises(Invalid, match="issuer's keys cannot be read: FileNotFoundError"):
        Keys(tmp_path / "gone.jwks").find(a_token())


def test_the_key_that_was_made_at_first_start_mints(tmp_path):
    keys.ensure_keys(tmp_path, [])

    token = a_token(tokens.load_signing_key(tmp_path))

    assert a_verifier(tmp_path / tokens.JWKS_FILE).verify(token).subject == "anna"


def test_a_signing_key_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Invalid, match=r"token\.private\.jwk cannot be read: FileNotFoundError"):
        tokens.load_signing_key(tmp_path)


def test_a_token_that_was_seen_expires_all_the_same(path):
    at = [NOW]
    verifier = Verifier(
        Keys(path), issuer=ISSUER, audience=AUDIENCE, scopes_of=scopes_of, now=lambda: at[0]
    )
    token = a_token(lifetime_seconds=60)
    assert verifier.verify(token) == verifier.verify(token)
    at[0] += 60 + tokens.LEEWAY_SECONDS + 1

    with pytest.raises(Forbidden, match="expired"):
        verifier.verify(token)


def test_a_token_that_was_seen_with_another_signature_is_refused(path):
    verifier, token, other = a_verifier(path), a_token(), a_token(subject="bert")
    verifier.verify(token)
    head, content, _ = token.split(".")

    with pytest.raises(Forbidden):
        verifier.verify(".".join([head, content, other.split(".")[2]]))
    with pytest.raises(Forbidden):
        verifier.verify(".".join([head, other.split(".")[1], token.split(".")[2]]))


def test_a_token_that_was_seen_is_refused_once_its_key_was_withdrawn(path):
    at = [0.0]
    verifier, token = a_verifier(path, now=lambda: at[0]), a_token()
    verifier.verify(token)
    path.write_text(jwks(tokens.new_signing_key()))
    at[0] += tokens.REFRESH_SECONDS_MAX + 1

    with pytest.raises(Forbidden, match="key that is not known"):
        verifier.verify(token)


def test_no_more_tokens_are_remembered_than_fit(path, monkeypatch):
    monkeypatch.setattr(tokens, "SIGNED_MAX", 3)
    known, keys_ = tokens.Signed(), Keys(path).find("")
    seen = [a_token(subject=f"caller {number}") for number in range(8)]
    subjects = [known.claims_of(token, keys_)["sub"] for token in seen + seen]

    assert subjects == [f"caller {number}" for number in range(8)] * 2
    assert known.size <= 3

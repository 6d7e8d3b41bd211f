"""Files over HTTP: bytes as they are, for saving and not for showing, and room for an upload."""

import base64

import pytest

from gateway.app import create_app
from gateway.papers import LETTERS

CASE = "/v1/cases/NL-2026-004635-7"
CONTENT = b"%PDF-1.3 anything"
FOUND = {
    "media_type": "application/pdf",
    "file_name": "NL-2026-004635-7-application-en.pdf",
    "size_bytes": len(CONTENT),
    "sha256": "ab" * 32,
    "content": base64.b64encode(CONTENT).decode(),
}


@pytest.fixture
def client(settings, rpc):
    rpc.answers["intake.letter_content"] = FOUND
    return create_app(settings, rpc, LETTERS).test_client()


def test_a_letter_comes_as_the_bytes_that_were_issued(client, as_role):
    answer = client.get(f"{CASE}/letters/l-1/content", headers=as_role("counsellor"))

    assert answer.data == CONTENT
    assert answer.content_type == "application/pdf"
    assert answer.headers["ETag"] == f'"{"ab" * 32}"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_is_saved_and_never_run_in_a_page(client, as_role):
    answer = client.get(f"{CASE}/letters/l-1/content", headers=as_role("counsellor"))

    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_role_that_reads_no_letters_gets_none(client, as_role, rpc):
    answer = client.get(f"{CASE}/letters/l-1/content", headers=as_role("finance_maker"))

    assert answer.status_code == 403
    assert rpc.calls == []

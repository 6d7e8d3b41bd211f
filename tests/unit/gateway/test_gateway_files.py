"""Files over HTTP: bytes as they are, for saving and not for showing, and room for an upload."""

import base64
from dataclasses import replace

import pytest

from gateway.app import create_app
from gateway.resources.papers import COPIES, LETTERS, PICTURE, UPLOAD_BYTES_MAX

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
    assert CONTENT not in answer.data


@pytest.fixture
def upload(settings, rpc, as_role):
    rpc.answers["intake.add_copy"] = {"case_ref": "c", "document_id": "d", "copy_id": "k"}
    small = replace(settings, body_bytes_max=1000)
    client = create_app(small, rpc, [*COPIES, *LETTERS]).test_client()

    def send(content, path="/documents/d-1/copies"):
        body = {"media_type": "image/png", "content": content}
        headers = as_role("counsellor") | {"Idempotency-Key": "k-1"}
        return client.post(f"{CASE}{path}", json=body, headers=headers)

    return send


def test_a_copy_may_be_larger_than_other_bodies(upload):
    assert upload("A" * 200_000).status_code == 201
    assert upload(PICTURE, path="/letters").status_code == 422
    assert upload("A" * 200_000, path="/letters").status_code == 413


def test_beyond_its_own_limit_a_copy_is_too_large(upload):
    assert upload("A" * UPLOAD_BYTES_MAX).status_code == 413

"""What never reaches the application, and what the gateway writes down."""

import json
import socket
import time
from http.client import HTTPConnection


def say(gateway, *pieces):
    """Send raw bytes and return the whole answer."""
    host, port = gateway.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while more := line.recv(65536):
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, answer
    return int(head.split()[1]), json.loads(body)


UNPARSABLE = [
    (b"nonsense\r\n\r\n", 400, "unreadable"),
    (b"GET / HTTP/9.9\r\n\r\n", 400, "unreadable"),
    (b"GET / HTTP/1.1\r\nBad Header: x\r\n\r\n", 400, "unreadable"),
    (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", 414, "address-too-long"),
    (b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431, "headers-too-large"),
    (b"GET / HTTP/1.1\r\n" + b"X: x\r\n" * 99 + b"\r\n", 431, "headers-too-large"),
]


def test_what_cannot_be_parsed_is_answered_with_a_problem(desk):
    gateway = desk()

    for raw, status, code in UNPARSABLE:
        got, body = say(gateway, raw)
        assert (got, body["code"], body["status"]) == (status, code, status), raw[:40]
        assert body["type"].startswith("/problems/")


def test_a_caller_who_falls_silent_halfway_is_let_go(desk):
    gateway = desk(HOMEWARD_GATEWAY_SILENCE_SECONDS_MAX=1)
    head = (
        "POST /v1/counter/additions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {gateway.token}\r\nIdempotency-Key: k\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )

    status, body = say(gateway, head.encode(), b'{"amount"')

    assert (status, body["code"]) == (408, "too-slow")


def test_a_chunked_body_beyond_the_limit_is_refused(desk, counter):
    counter()
    gateway = desk(HOMEWARD_GATEWAY_BODY_BYTES_MAX=1000)
    head = (
        "POST /v1/counter/additions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {gateway.token}\r\nIdempotency-Key: k\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"400\r\n" + b" " * 1024 + b"\r\n"

    status, body = say(gateway, head.encode(), chunk, chunk, b"0\r\n\r\n")

    assert (status, body["code"]) == (413, "too-large")


def test_the_log_has_a_json_line_per_request_and_no_body(desk, counter, wait_for):
    counter()
    gateway = desk()
    gateway.ask("POST", "/v1/counter/additions", {"amount": 1, "note": "Jansen 1980-02-03"})

    wait_for(lambda: '"event": "request"' in gateway.process.log)
    lines = [json.loads(line) for line in gateway.process.log.splitlines()]
    (request,) = [line for line in lines if line["event"] == "request"]
    assert request["method"] == "POST"
    assert request["route"] == "/v1/counter/additions"
    assert (request["status"], request["subject"]) == (201, "anna")
    assert "Jansen" not in gateway.process.log
    assert gateway.token not in gateway.process.log


def test_several_workers_are_counted_together(desk, counter):
    counter()
    gateway = desk(HOMEWARD_GATEWAY_WORKERS=2)
    for number in range(20):
        assert gateway.add(key=f"k-{number}").status_code == 201

    counted = gateway.process.get("/metrics").text

    line = 'gateway_requests_total{method="POST",route="/v1/counter/additions",status="201"} 20.0'
    assert line in counted


def test_callers_who_keep_their_connections_are_all_answered_whatever_the_threads(desk):
    gateway = desk(HOMEWARD_GATEWAY_THREADS=1)
    host, port = gateway.url.removeprefix("http://").split(":")
    callers = [HTTPConnection(host, int(port), timeout=20) for _ in range(3)]
    sockets = set()

    for pause in (0, 0, 0.05, 0):
        for caller in callers:
            caller.request("GET", "/healthz")
        for caller in callers:
            sockets.add(caller.sock)
            answer = caller.getresponse()
            answer.read()
            assert answer.status == 200
        time.sleep(pause)

    assert len(sockets) == len(callers)
    for caller in callers:
        caller.close()


def test_what_is_asked_before_the_last_answer_came_is_answered_too(desk):
    gateway = desk()
    host, port = gateway.url.removeprefix("http://").split(":")
    once = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(once + once + last)
        answers = b""
        while more := line.recv(65536):
            answers += more

    assert answers.count(b"HTTP/1.1 200 ") == 3

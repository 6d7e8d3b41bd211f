"""/healthz and /metrics of the agent's process, on the standard library alone."""

from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread


class Counters:
    """What the process has done since it started."""

    def __init__(self) -> None:
        self.connected = False
        self._lock = Lock()
        self._messages: Counter[tuple[str, str]] = Counter()

    def count(self, direction: str, name: str) -> None:
        """Count a message that was received or sent."""
        with self._lock:
            self._messages[direction, name] += 1

    def page(self) -> str:
        """Write the counters as Prometheus reads them."""
        with self._lock:
            messages = sorted(self._messages.items())
        lines = [
            "# TYPE agent_connected gauge",
            f"agent_connected {int(self.connected)}",
            "# TYPE agent_messages_total counter",
        ]
        for (direction, name), number in messages:
            labels = f'direction="{direction}",type="{name}"'
            lines.append(f"agent_messages_total{{{labels}}} {number}")
        return "\n".join(lines) + "\n"


def serve(port: int, counters: Counters) -> None:
    """Answer on the loopback address, in a thread that ends with the process."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _pages(counters))
    Thread(target=server.serve_forever, daemon=True).start()


def _pages(counters: Counters) -> type[BaseHTTPRequestHandler]:
    def health() -> tuple[int, str]:
        return (200, "ok\n") if counters.connected else (503, "not connected\n")

    pages: dict[str, Callable[[], tuple[int, str]]] = {
        "/healthz": lambda: (200, "ok\n"),
        "/readyz": health,
        "/metrics": lambda: (200, counters.page()),
    }

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = pages.get(self.path, lambda: (404, "no such page\n"))()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Stay silent: a scrape every few seconds is no news."""

    return Pages

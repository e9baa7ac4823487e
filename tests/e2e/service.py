"""A small HTTP service with a switchable fault; its metrics come from the Prometheus client library.

GET /work   counts one request: 200, or 500 with the probability that POST /fault?share=S set
GET /slow   sleeps a little by the same switch, so that the latency histogram has something to show
GET /metrics
"""
import random
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

REQUESTS = Counter("http_requests_total", "Requests answered.", ["code", "method"])
LATENCY = Histogram("http_request_duration_seconds", "Time to answer.", buckets=(0.005, 0.05, 0.1, 0.25, 0.5, 1.0))
FAULT = {"share": 0.0}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, body, kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urlparse(self.path)
        if url.path == "/metrics":
            self.reply(200, generate_latest(), CONTENT_TYPE_LATEST)
            return
        started = time.perf_counter()
        failed = random.random() < FAULT["share"]
        if failed:
            time.sleep(0.002)
        status = 500 if failed else 200
        REQUESTS.labels(code=str(status), method="get").inc()
        LATENCY.observe(time.perf_counter() - started)
        self.reply(status, b"failed\n" if failed else b"done\n")

    def do_POST(self):
        url = urlparse(self.path)
        FAULT["share"] = float(parse_qs(url.query)["share"][0])
        self.reply(200, b"ok\n")

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

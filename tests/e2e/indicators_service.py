"""A service whose metrics a test sets by hand: a histogram of two queues, gauges, and the time of a last success.

POST /work?queue=Q&seconds=S&times=N   observes N requests of S seconds
POST /depth?queue=Q&value=V            sets the depth of a queue
POST /share?value=V                    sets the share of errors
POST /success?at=T                     the last success was at T (seconds since 1970)
GET  /metrics
"""
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest

WORK = Histogram("work_seconds", "Time to work one item off.", ["queue"], buckets=(0.1, 0.3, 1.0))
DEPTH = Gauge("queue_depth", "Items that wait.", ["queue"])
SHARE = Gauge("error_share", "Share of items that failed lately.")
SUCCESS = Gauge("last_success_timestamp_seconds", "When the last export succeeded.")


def act(path, q):
    if path == "/work":
        series = WORK.labels(queue=q["queue"])
        for _ in range(int(q["times"])):
            series.observe(float(q["seconds"]))
    elif path == "/depth":
        DEPTH.labels(queue=q["queue"]).set(float(q["value"]))
    elif path == "/share":
        SHARE.set(float(q["value"]))
    elif path == "/success":
        SUCCESS.set(float(q["at"]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, body, kind="text/plain"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.reply(generate_latest(), CONTENT_TYPE_LATEST)

    def do_POST(self):
        url = urlparse(self.path)
        act(url.path, {name: values[0] for name, values in parse_qs(url.query).items()})
        self.reply(b"ok\n")

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    for queue in ("mail", "web"):
        WORK.labels(queue=queue)
        DEPTH.labels(queue=queue)
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

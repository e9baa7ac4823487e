"""A webhook receiver that checks Standard Webhooks signatures and writes each delivery as a JSON line.

Arguments: port, secret (whsec_...), file. Optionally: share of requests to fail, and share to drop after reading. One key
meets at most six faults: with chance alone one page in twenty runs would be put off for longer than anybody waits.
"""
import base64
import hashlib
import hmac
import json
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, SECRET, OUT = int(sys.argv[1]), sys.argv[2], sys.argv[3]
FAIL = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
DROP = float(sys.argv[5]) if len(sys.argv) > 5 else 0.0
KEY = base64.b64decode(SECRET.removeprefix("whsec_"))
LOCK = threading.Lock()
FAULTS = {}
MOST_FAULTS = 6


def verified(headers, body):
    signed = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    want = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(want, one) for one in headers["webhook-signature"].split())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        chance = self.chance()
        if chance < FAIL:
            time.sleep(random.random() * 0.2)
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        record = {"id": self.headers["webhook-id"], "verified": verified(self.headers, body), "body": json.loads(body)}
        with LOCK, open(OUT, "a", encoding="utf-8") as out:
            out.write(json.dumps(record) + "\n")
        if chance < FAIL + DROP:
            self.connection.close()  # received, but the sender cannot know
            return
        self.send_response(204)
        self.end_headers()

    def chance(self):
        """Where between 0 and 1 this request falls; beyond every fault once its key had its share of them."""
        key, drawn = self.headers["webhook-id"], random.random()
        with LOCK:
            if drawn < FAIL + DROP and FAULTS.get(key, 0) >= MOST_FAULTS:
                return 1.0
            FAULTS[key] = FAULTS.get(key, 0) + (drawn < FAIL + DROP)
        return drawn

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True


Server(("127.0.0.1", PORT), Handler).serve_forever()

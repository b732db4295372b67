"""A proxy that passes a server's answers on, but with every refusal's message turned into what breaks readers.

Usage: hostile.py PORT FILE, where a server listens on PORT; the proxy's own port is written to FILE.
"""

import http.client
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOSTILE = "\x1b[2J\0 </system-out>]]> & \" ' \ufffe\uffff \u202e \r\n\x85 é 😀"


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        server = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
        server.request(self.command, self.path, body, dict(self.headers))
        answer = server.getresponse()
        text = spoiled(answer.read())
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        server.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = pass_on

    def log_message(self, *_):
        pass


def spoiled(text):
    """Some as they are, some in JSON, and those of one kind as bytes that are nothing at all."""
    try:
        answer = json.loads(text)
    except ValueError:
        return text
    if not isinstance(answer, dict) or not isinstance(answer.get("message"), str):
        return text
    if answer["message"].startswith("401"):
        return HOSTILE.encode() + b"\xff\xc0\x80"
    return json.dumps({**answer, "message": HOSTILE}).encode()


proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
with open(sys.argv[2] + ".part", "w") as file:
    file.write(str(proxy.server_port))
os.rename(sys.argv[2] + ".part", sys.argv[2])
proxy.serve_forever()

"""A stand-in for a schema registry, in memory: what the job and a reader ask for. registry.py PORT"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

schemas = []


class Registry(BaseHTTPRequestHandler):
    def do_POST(self):  # /subjects/SUBJECT/versions
        schema = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["schema"]
        if schema not in schemas:
            schemas.append(schema)
        self.answer(200, {"id": schemas.index(schema) + 1})

    def do_GET(self):  # /schemas/ids/ID
        number = self.path.split("?")[0].rsplit("/", 1)[1]
        if not self.path.startswith("/schemas/ids/") or not number.isdigit() or not 0 < int(number) <= len(schemas):
            self.answer(404, {"error_code": 40403, "message": "not found"})
        else:
            self.answer(200, {"schema": schemas[int(number) - 1]})

    def answer(self, code, body):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Registry).serve_forever()

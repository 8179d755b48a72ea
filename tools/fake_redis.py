"""A Redis in Python, for machines that have no other: `python -P tools/fake_redis.py PORT` serves until SIGTERM."""

import sys

from fakeredis import TcpFakeServer

server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])))
print("Ready to accept connections", flush=True)
server.serve_forever()

"""The echo server on gevent: one greenlet for each connection. Prints port=NUMBER, and ends when its standard input does."""

import socket
import sys

import gevent
from gevent.os import tp_read
from gevent.server import StreamServer


def echo(connection, address):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while data := connection.recv(1024):
            connection.sendall(data)
    except ConnectionError:
        pass


server = StreamServer(("127.0.0.1", 0), echo, backlog=4096)
server.start()
print(f"port={server.server_port}", flush=True)
while tp_read(sys.stdin.fileno(), 64):
    pass

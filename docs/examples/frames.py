#!/usr/bin/env python3
"""Sends WebSocket frames written by hand and prints the frames that come back.

usage: frames.py HOST[:PORT]/PATH HEX...

Needs nothing but Python 3. The bytes go out as they are, so a client's frame needs its masking key (RFC 6455 5.3);
with the key 00 00 00 00 the payload stays readable. A Ping of its own goes out last; its Pong, or the end of the
connection, ends the program.
"""
import base64
import os
import socket
import sys

NAMES = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
LAST = b"that is all"


def handshake(stream, authority, path):
    key = base64.b64encode(os.urandom(16)).decode()
    stream.write(
        f"GET /{path} HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    stream.flush()
    status = stream.readline().decode().strip()
    while stream.readline().strip():
        pass
    if " 101" not in status:
        sys.exit(f"no WebSocket: {status}")


def read_frame(stream):
    first, second = stream.read(2)
    length = second & 0x7F
    if length > 125:
        length = int.from_bytes(stream.read(2 if length == 126 else 8), "big")
    return first, stream.read(length)


def describe(first, payload):
    opcode = first & 0x0F
    name = NAMES.get(opcode, f"opcode {opcode}") + ("" if first & 0x80 else " (more to come)")
    if opcode == 1:
        return f"{name}: {payload.decode(errors='replace')}"
    if opcode == 8:
        return f"{name}: {int.from_bytes(payload[:2], 'big') if payload else 'no status code'}"
    return f"{name}: {payload.hex(' ')}"


def main(target, *frames):
    authority, path = target.split("/", 1)
    host, _, port = authority.partition(":")
    with socket.create_connection((host, int(port or 80)), timeout=20) as connection:
        stream = connection.makefile("rwb")
        handshake(stream, authority, path)
        stream.write(bytes.fromhex("".join(frames)))
        stream.write(bytes([0x89, 0x80 | len(LAST), 0, 0, 0, 0]) + LAST)
        try:
            stream.flush()
            while True:
                first, payload = read_frame(stream)
                if first == 0x8A and payload == LAST:
                    return
                print(describe(first, payload))
                if first & 0x0F == 8:
                    return
        except (ConnectionError, ValueError):
            print("the connection ended without a close frame")


main(*sys.argv[1:])

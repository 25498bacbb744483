"""An echo server on websockets, with compression, for the conformance suite. Prints the port when it listens."""

import asyncio
import os
import sys
import threading

import websockets


def end_with_parent():
    sys.stdin.buffer.read()  # ends when whoever started it is gone
    os._exit(0)


async def echo(socket, path=None):
    try:
        async for message in socket:
            await socket.send(message)
    except websockets.ConnectionClosed:
        pass  # what the suite does wrong


async def main():
    size = 16 * 1024 * 1024
    async with websockets.serve(echo, "127.0.0.1", 0, max_size=size, ping_interval=None) as server:
        print("listening on", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


threading.Thread(target=end_with_parent, daemon=True).start()
asyncio.run(main())

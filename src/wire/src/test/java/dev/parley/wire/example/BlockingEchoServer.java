package dev.parley.wire.example;

import dev.parley.wire.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** An echo server on blocking sockets: one thread per connection, on loopback, on a port that the system chooses. */
public final class BlockingEchoServer implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int CLOSE_TIMEOUT_MILLIS = 5_000;

    private final ServerSocket server;
    private final Echo.Extensions extensions;

    /** Listens. */
    public BlockingEchoServer(Echo.Extensions extensions) throws IOException {
        this.extensions = extensions;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    /** The port that the system chose. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket socket = server.accept();
            start(() -> {
                try (socket) {
                    serve(socket);
                }
            });
        }
    }

    private void serve(Socket socket) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int length = 0;
        Echo.Opening opening = new Echo.ReadOn();
        while (opening instanceof Echo.ReadOn) {
            int n = socket.getInputStream().read(buffer, length, BUFFER - length);
            if (n < 0) {
                return;
            }
            length += n;
            opening = Echo.open(buffer, length, extensions);
        }
        if (opening instanceof Echo.Opened opened) {
            socket.getOutputStream().write(opened.echo().response());
            run(opened.echo(), socket, buffer, length);
        } else if (opening instanceof Echo.Refused refused) {
            socket.getOutputStream().write(refused.refusal().toBytes());
        }
    }

    /** The part that matters: a loop of receive, write, and what the connection says about the transport. */
    private static void run(Echo echo, Socket socket, byte[] buffer, int length) throws IOException {
        Connection connection = echo.connection();
        InputStream in = socket.getInputStream();
        int from = echo.end();
        int to = length;
        while (connection.transport() != Connection.Transport.CLOSE) {
            connection.advanceTo(System.nanoTime());
            from = connection.receive(buffer, from, to);
            write(connection.output(), socket.getOutputStream());
            if (connection.transport() == Connection.Transport.END_OUTPUT && !socket.isOutputShutdown()) {
                socket.shutdownOutput();
                socket.setSoTimeout(CLOSE_TIMEOUT_MILLIS); // at most the deadline of the connection
            }
            if (from < to && to - from > BUFFER / 2) {
                continue; // the listener paused: there is more to receive before the next read
            }
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            int n = in.read(buffer, to, BUFFER - to);
            if (n < 0) {
                connection.receiveEnd();
            } else {
                to += n;
            }
        }
    }

    private static void write(ByteBuffer output, OutputStream out) throws IOException {
        out.write(output.array(), output.arrayOffset() + output.position(), output.remaining());
        output.position(output.limit());
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (SocketException e) {
                return; // the server was closed, or the client went away
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

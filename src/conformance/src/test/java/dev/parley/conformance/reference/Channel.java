package dev.parley.conformance.reference;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/** The bytes of a connection, in clear or under TLS. Confined to the thread of its connection. */
final class Channel {
    private static final int CLOSE = 8;
    private static final int READ = 16 * 1024;
    private static final int LINGER_MILLIS = 1000;
    private static final int AT_ONCE_MILLIS = 50;
    private static final int FOR_LATE_CLOSE_MILLIS = 200;
    private static final int WHILE_HALF_OPEN_MILLIS = 1000;

    final InputStream in;
    final OutputStream out;
    private final Socket socket;
    private final Socket tcp;

    Channel(Socket socket, Socket tcp, InputStream in) throws IOException {
        this.socket = socket;
        this.tcp = tcp;
        this.in = in;
        this.out = socket.getOutputStream();
    }

    static Channel plain(Socket socket) throws IOException {
        return new Channel(socket, socket, socket.getInputStream());
    }

    /** The same, after the first read has been done. */
    Channel withOneRead() throws IOException {
        byte[] first = new byte[READ];
        int got = in.read(first);
        return with(Arrays.copyOf(first, Math.max(0, got)));
    }

    /** The same, after a whole head, or all there is of it, has been read. */
    Channel withHeadRead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] some = new byte[READ];
        int got = 0;
        while (got >= 0
                && head.size() < READ
                && !head.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
            got = in.read(some);
            head.write(some, 0, Math.max(0, got));
        }
        return with(head.toByteArray());
    }

    private Channel with(byte[] read) throws IOException {
        return new Channel(socket, tcp, new SequenceInputStream(new ByteArrayInputStream(read), in));
    }

    /** Whether the scheme of its origins is https. */
    boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    /** 7.1.1: ends our direction, then reads what is left, lest a reset overtakes what was written. */
    void end(Faults faults, Company company) throws IOException {
        if (faults.has(Trait.RESETS)) {
            reset();
            return;
        }
        if (faults.has(Trait.KEEPS_TCP_OPEN)) {
            company.awaitEnd();
            return;
        }
        if (faults.has(Trait.ENDS_TLS_WITHOUT_NOTICE)) {
            tcp.shutdownOutput();
        } else {
            socket.shutdownOutput();
        }
        drain(LINGER_MILLIS);
    }

    /** What closes it now resets it. */
    void reset() throws IOException {
        tcp.setSoLinger(true, 0);
    }

    /** Until the client sends a close frame, or FIN. */
    void awaitClose() throws IOException {
        byte[] buffer = new byte[8192];
        int got = in.read(buffer);
        while (got >= 0 && (buffer[0] & 0x0F) != CLOSE) {
            got = in.read(buffer);
        }
    }

    /** Answers a close frame, if one comes soon. */
    void answerLateClose() throws IOException {
        socket.setSoTimeout(FOR_LATE_CLOSE_MILLIS);
        byte[] buffer = new byte[8192];
        try {
            int got = in.read(buffer);
            if (got > 0 && (buffer[0] & 0x0F) == CLOSE) {
                out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8});
            }
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(0); // none came
        }
    }

    /** Whether a close frame goes unanswered because FIN is behind it. */
    boolean overlooksClose(Faults faults) throws IOException {
        return (faults.has(Trait.OVERLOOKS_CLOSE_BEFORE_FIN) && endsWithin(WHILE_HALF_OPEN_MILLIS))
                || (faults.has(Trait.DROPS_CLOSE_AT_FIN) && endsWithin(AT_ONCE_MILLIS));
    }

    /** Whether the client has sent FIN, and nothing else, behind what was read. */
    boolean endsNow() throws IOException {
        return endsWithin(WHILE_HALF_OPEN_MILLIS);
    }

    /** Whether the client has sent FIN, or does so soon, and nothing else, behind what was read. */
    private boolean endsWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void drain(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[8192];
        try {
            boolean more = true;
            while (more) {
                more = in.read(buffer) >= 0 && !tcp.isClosed();
            }
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(0); // the client keeps its end open: that is its own affair
        }
    }
}

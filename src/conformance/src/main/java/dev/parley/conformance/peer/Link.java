package dev.parley.conformance.peer;

import dev.parley.conformance.script.ByteSource;
import dev.parley.conformance.script.TlsTerms;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One connection: what is still to be written, and whether to read. Confined to the thread of its {@link Loop}. */
final class Link implements AutoCloseable {
    private static final int WINDOW = 64 * 1024;

    private final Loop loop;
    private final Dialler dialler;
    private final Receiver receiver;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private final SocketChannel channel;
    private final SelectionKey key;
    private Transport transport;
    private final TlsTerms terms;
    private long lastMoved = System.nanoTime();
    private boolean connected;
    private boolean paused;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean endOutput;
    private String failure = "";

    /** Takes what comes. */
    interface Receiver {
        /** Bytes, to be taken at once. */
        void bytes(byte[] bytes, int from, int to);

        /** There is nothing more to come. */
        void ended(boolean cleanly);

        /** Whether there is room for more. */
        boolean wantsMore();
    }

    private static final class Pending {
        private final ByteSource bytes;
        private final int chop;
        private long position;

        Pending(ByteSource bytes, int chop) {
            this.bytes = bytes;
            this.chop = chop;
        }
    }

    Link(Loop loop, Dialler dialler, int address, TlsTerms terms, Receiver receiver) throws IOException {
        this.loop = loop;
        this.dialler = dialler;
        this.receiver = receiver;
        this.terms = terms;
        this.channel = dialler.start(address);
        this.transport = new PlainTransport(channel);
        this.key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    }

    boolean isConnected() {
        return connected;
    }

    boolean isEstablished() {
        return connected && transport.isEstablished();
    }

    /** Why the connection is broken, or the empty string. */
    String failure() {
        return failure;
    }

    long lastMoved() {
        return lastMoved;
    }

    String session() {
        return transport.session();
    }

    String applicationProtocol() {
        return transport.applicationProtocol();
    }

    void renewKeys() {
        act(transport::renewKeys);
    }

    /** Writes bytes that no TLS changes. */
    void pass(byte[] bytes) {
        act(() -> transport.pass(bytes));
    }

    /** Ends our direction of TCP, and of nothing else. */
    void cut() {
        outputEnded = true;
        act(channel::shutdownOutput);
    }

    private interface Action {
        void run() throws IOException;
    }

    private void act(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            outputEnded = true; // what the server has sent can still be read
            pending.clear();
        }
        loop.changed(this);
    }

    /** Stretches of bytes that go into as few writes as may be, or into writes of {@code chop} bytes if that is not 0. */
    void enqueue(List<ByteSource> stretches, int chop) {
        if (!outputEnded) {
            stretches.forEach(bytes -> pending.add(new Pending(bytes, chop)));
            write();
            loop.changed(this);
        }
    }

    /** Whether everything is written, or never will be. */
    boolean isDrained() {
        return (pending.isEmpty() && !endOutput) || outputEnded;
    }

    void endOutput() {
        endOutput = true;
        write();
        loop.changed(this);
    }

    /** Stops reading, or goes on; a paused link has a small window, so that the server feels it soon. */
    void pause(boolean stop) {
        paused = stop;
        loop.changed(this);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
        } catch (IOException e) {
            fail(e);
        }
    }

    void updateInterest() {
        if (key.isValid()) {
            key.interestOps(interest());
        }
    }

    private int interest() {
        if (!connected) {
            return SelectionKey.OP_CONNECT;
        }
        boolean reads = reads();
        boolean writes = !outputEnded && isEstablished() && (!pending.isEmpty() || endOutput);
        return (reads ? SelectionKey.OP_READ : 0) | (writes || hasRest() ? SelectionKey.OP_WRITE : 0);
    }

    private boolean reads() {
        return connected && !paused && !inputEnded && receiver.wantsMore();
    }

    /** Whether there is something to be read of which the selector does not know. */
    private boolean holdsBytes() {
        return reads() && transport.holdsBytes();
    }

    /** Reads what the selector does not know of; whether there was something. */
    boolean readHeld() {
        boolean any = false;
        while (holdsBytes()) {
            read();
            any = true;
        }
        return any;
    }

    private boolean hasRest() {
        try {
            return !outputEnded && !transport.flush();
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** Does what the selector says is possible. */
    void ready() {
        if (!connected) {
            connect();
            return;
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
        write();
    }

    private void connect() {
        try {
            connected = channel.finishConnect();
            transport = dialler.transport(channel, terms);
            lastMoved = System.nanoTime();
            write();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void read() {
        byte[] bytes = loop.in();
        try {
            int count = transport.read(ByteBuffer.wrap(bytes));
            if (count > 0) {
                lastMoved = System.nanoTime();
                receiver.bytes(bytes, 0, count);
            } else if (count < 0) {
                inputEnded = true;
                receiver.ended(true);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void write() {
        try {
            boolean goesOn = isEstablished() && !outputEnded && transport.flush();
            while (goesOn && !pending.isEmpty()) {
                goesOn = writePiece() && transport.flush();
            }
            if (goesOn && endOutput) {
                endOutput = false;
                outputEnded = true;
                transport.shutdownOutput();
            }
        } catch (IOException e) {
            outputEnded = true; // what the server has sent can still be read
            pending.clear();
        }
    }

    /** Writes one piece; whether the kernel took it all. */
    private boolean writePiece() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(loop.out(), 0, fill(loop.out()));
        transport.write(buffer);
        if (buffer.position() > 0) {
            lastMoved = System.nanoTime();
        }
        drop(buffer.position());
        return !buffer.hasRemaining();
    }

    /** As much of what is pending as goes into one write: all of it, or as many bytes as the script wants. */
    private int fill(byte[] piece) {
        int chop = pending.element().chop;
        int most = chop == 0 ? piece.length : Math.min(chop, piece.length);
        int count = 0;
        for (Pending one : pending) {
            if (one.chop != chop || count == most) {
                break;
            }
            int part = (int) Math.min(most - count, one.bytes.length() - one.position);
            one.bytes.copy(one.position, piece, count, part);
            count += part;
        }
        return count;
    }

    private void drop(int written) {
        int left = written;
        while (!pending.isEmpty()) {
            Pending one = pending.element();
            int part = (int) Math.min(left, one.bytes.length() - one.position);
            one.position += part;
            left -= part;
            if (one.position < one.bytes.length()) {
                return;
            }
            pending.remove();
        }
    }

    private void fail(IOException e) {
        failure = reason(e);
        outputEnded = true;
        pending.clear();
        if (!inputEnded) {
            inputEnded = true;
            receiver.ended(false);
        }
    }

    /** TLS wraps the reason why it trusts no certificate in others that do not say it. */
    private static String reason(IOException e) {
        Throwable cause = e;
        boolean trust = false;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
            trust |= cause instanceof CertificateException || cause instanceof CertPathBuilderException;
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return trust ? "a certificate that is not trusted: " + message : message;
    }

    /** Ends with RST. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            failure = e.toString(); // it is closed already, which is as good
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            failure = e.toString(); // there is nothing left to lose
        }
    }
}

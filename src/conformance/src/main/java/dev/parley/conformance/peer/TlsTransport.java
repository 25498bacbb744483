package dev.parley.conformance.peer;

import dev.parley.conformance.script.TlsTerms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a non-blocking socket. Each write is a record of its own, so that scripts decide where records end. An end
 * without close_notify is an exception, as an end by RST is. Confined to one thread.
 */
final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final TlsTerms terms;
    private final ByteBuffer received; // ready to be filled
    private final ByteBuffer sending; // ready to be drained
    private ByteBuffer plain; // ready to be drained: what one record held beyond the caller's buffer
    private boolean established;
    private boolean spoken;
    private @Nullable IOException failure;
    private boolean holdsBytes; // the last read ended because the caller's buffer was full

    TlsTransport(SocketChannel channel, SSLEngine engine, TlsTerms terms) throws SSLException {
        this.channel = channel;
        this.engine = engine;
        this.terms = terms;
        int packet = engine.getSession().getPacketBufferSize();
        this.received = ByteBuffer.allocate(packet);
        this.sending = ByteBuffer.allocate(2 * packet).limit(0);
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
        engine.setUseClientMode(true);
        engine.beginHandshake();
    }

    /** What came before a failure is given first, and the failure by the next call. */
    @Override
    public int read(ByteBuffer to) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int before = to.position();
        try {
            return readRecords(to);
        } catch (IOException e) {
            if (to.position() == before) {
                throw e;
            }
            failure = e;
            holdsBytes = true;
            return to.position() - before;
        }
    }

    private int readRecords(ByteBuffer to) throws IOException {
        if (engine.isInboundDone() && !plain.hasRemaining()) {
            return -1; // close_notify came in one read with what was given before
        }
        int before = to.position();
        boolean ended = false;
        boolean more = true;
        while (more && to.hasRemaining()) {
            if (plain.hasRemaining()) {
                int count = Math.min(plain.remaining(), to.remaining());
                to.put(plain.slice().limit(count));
                plain.position(plain.position() + count);
                continue;
            }
            ended = channel.read(received) < 0;
            more = unwrap();
            if (ended && !more && !engine.isInboundDone()) {
                engine.closeInbound(); // throws: no close_notify has come
            }
        }
        int count = to.position() - before;
        holdsBytes = !to.hasRemaining() || (count > 0 && engine.isInboundDone());
        return count == 0 && engine.isInboundDone() ? -1 : count;
    }

    /** Takes records apart until one gives bytes or there is no whole one; whether to go on. */
    private boolean unwrap() throws IOException {
        received.flip();
        try {
            while (!engine.isInboundDone()) {
                progress();
                plain.clear();
                SSLEngineResult result = engine.unwrap(received, plain);
                plain.flip();
                noteStatus(result.getHandshakeStatus());
                if (plain.hasRemaining()) {
                    return true;
                }
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                    plain = ByteBuffer.allocate(2 * plain.capacity()).limit(0);
                } else if (result.getStatus() != SSLEngineResult.Status.OK
                        || (result.bytesConsumed() == 0 && !needsUs(result.getHandshakeStatus()))) {
                    return false;
                }
            }
            return false;
        } finally {
            received.compact();
        }
    }

    @Override
    public boolean holdsBytes() {
        return holdsBytes;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        if (!flush() || !established) {
            return;
        }
        spoken = true;
        int size = terms.record() == 0 ? from.remaining() : terms.record();
        boolean more = true;
        while (more && from.hasRemaining()) {
            int limit = from.limit();
            from.limit(Math.min(limit, from.position() + size));
            more = wrap(from) && terms.record() > 0;
            from.limit(limit);
        }
        flush();
    }

    @Override
    public boolean flush() throws IOException {
        progress();
        if (established && !spoken && terms.record() > 0) {
            return true; // the end of the handshake goes out with what is said first
        }
        while (sending.hasRemaining() && writeSegment() > 0) {
            progress();
        }
        return !sending.hasRemaining();
    }

    private int writeSegment() throws IOException {
        int limit = sending.limit();
        int most = terms.segment() == 0 ? sending.remaining() : Math.min(terms.segment(), sending.remaining());
        sending.limit(sending.position() + most);
        try {
            return channel.write(sending);
        } finally {
            sending.limit(limit);
        }
    }

    @Override
    public void renewKeys() throws IOException {
        engine.beginHandshake(); // RFC 8446 4.6.3, as the JDK says it
        flush();
    }

    @Override
    public void pass(byte[] bytes) throws IOException {
        sending.compact();
        sending.put(bytes);
        sending.flip();
        flush();
    }

    @Override
    public String applicationProtocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public boolean isEstablished() {
        return established;
    }

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        wrap(NOTHING);
        flush();
        channel.shutdownOutput();
    }

    @Override
    public String session() {
        return engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite();
    }

    /** Does what the handshake waits for from our side. */
    private void progress() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (needsUs(status)) {
            if (status == HandshakeStatus.NEED_TASK) {
                Runnable task = engine.getDelegatedTask();
                if (task != null) {
                    task.run();
                }
            } else if (!wrap(NOTHING)) {
                return;
            }
            status = engine.getHandshakeStatus();
        }
    }

    private static boolean needsUs(HandshakeStatus status) {
        return status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
    }

    private boolean wrap(ByteBuffer from) throws SSLException {
        sending.compact();
        SSLEngineResult result = engine.wrap(from, sending);
        sending.flip();
        noteStatus(result.getHandshakeStatus());
        return result.bytesProduced() > 0;
    }

    private void noteStatus(HandshakeStatus status) {
        if (status == HandshakeStatus.FINISHED
                || (status == HandshakeStatus.NOT_HANDSHAKING
                        && !"NONE".equals(engine.getSession().getProtocol()))) {
            established = true;
        }
    }
}

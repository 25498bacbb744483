package dev.parley.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * Grizzly's TLS, with ends as RFC 8446 section 6.1 wants them. Grizzly says no close_notify, and throws away what came in one
 * read with the client's; here that is passed on first, answers to it can still go out (TLS 1.3), and then our
 * side ends too. Renegotiation, for which Grizzly would hold a thread as long as the client likes, is not offered. Safe for
 * any thread.
 */
final class TlsFilter extends SSLBaseFilter {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Attribute<Boolean> ended =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(TlsFilter.class.getName());

    TlsFilter(SSLEngineConfigurator engines) {
        super(engines);
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) throws IOException {
        return ended.isSet(ctx.getConnection()) ? end(ctx) : super.handleRead(ctx);
    }

    @Override
    protected NextAction unwrapAll(FilterChainContext ctx, SSLConnectionContext tls) throws SSLException {
        Buffer message = ctx.getMessage();
        ByteBuffer in = message.toByteBuffer();
        ByteBuffer plain = unwrap(ctx, tls, in).flip();
        boolean over = ended.isSet(ctx.getConnection());
        // one byte, so that this filter is called once more when what came before has been dealt with
        Buffer rest = over ? wrap(ctx, ByteBuffer.allocate(1)) : in.hasRemaining() ? wrap(ctx, copy(in)) : null;
        message.tryDispose();
        if (!plain.hasRemaining()) {
            return over ? end(ctx) : rest == null ? ctx.getStopAction() : ctx.getStopAction(rest);
        }
        ctx.setMessage(wrap(ctx, plain));
        return rest == null ? ctx.getInvokeAction() : ctx.getInvokeAction(rest);
    }

    /** Returns what the whole records in {@code in} hold, and notes whether the client's close_notify is among them. */
    private ByteBuffer unwrap(FilterChainContext ctx, SSLConnectionContext tls, ByteBuffer in) throws SSLException {
        SSLEngine engine = tls.getSslEngine();
        ByteBuffer plain = ByteBuffer.allocate(Math.max(tls.getAppBufferSize(), in.remaining()));
        while (in.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(in, plain);
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                break;
            }
            if (result.getStatus() == Status.CLOSED) {
                ended.set(ctx.getConnection(), true);
                break;
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                plain = ByteBuffer.allocate(2 * plain.capacity()).put(plain.flip());
            }
            if (SSLUtils.isHandshaking(engine)) {
                answer(ctx, tls);
            }
        }
        return plain;
    }

    /** Answers a key update (RFC 8446 4.6.3). */
    private void answer(FilterChainContext ctx, SSLConnectionContext tls) throws SSLException {
        if (tls.getSslEngine().getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            throw new SSLException("renegotiation is not offered");
        }
        try {
            synchronized (
                    ctx.getConnection()) { // as in handleWrite, so that records leave in the order of their numbers
                doHandshakeStep(tls, ctx, null);
            }
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw new SSLException(e);
        }
    }

    /** The client has ended its side, and all that it said has been dealt with. */
    private static NextAction end(FilterChainContext ctx) {
        if (ctx.getConnection() instanceof TCPNIOConnection transport) {
            SendingSide.whenWritten(transport, () -> SendingSide.end(transport));
        }
        return ctx.getStopAction();
    }

    /** Returns the records that end our side: close_notify, unless it has been said; empty without TLS. */
    static ByteBuffer closeNotify(Connection<?> connection) throws SSLException {
        SSLEngine engine = SSLUtils.getSSLEngine(connection);
        if (engine == null) {
            return NOTHING;
        }
        synchronized (connection) { // as in handleWrite
            engine.closeOutbound();
            ByteBuffer records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            SSLEngineResult result;
            do {
                result = engine.wrap(NOTHING.duplicate(), records);
            } while (result.bytesProduced() > 0 && !engine.isOutboundDone());
            return records.flip();
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private static Buffer wrap(FilterChainContext ctx, ByteBuffer bytes) {
        return Buffers.wrap(ctx.getMemoryManager(), bytes);
    }
}

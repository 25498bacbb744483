package dev.parley.wire.deflate;

import dev.parley.wire.Limits;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;

/**
 * Inflates and deflates the messages of one connection (6, 7.2) on {@link java.util.zip.Inflater} and
 * {@link java.util.zip.Deflater}. Each direction is confined to one thread at a time; the two may differ.
 *
 * <p>Memory: nothing before a direction's first compressed message; then 8 KiB of heap and zlib's own memory, about 40
 * KiB to inflate and 260 KiB to deflate, until {@link #close}. Nothing is allocated per message.
 *
 * <p>Small windows: zlib behind {@code java.util.zip} looks back up to 32 KiB and cannot be told otherwise. To keep an
 * agreement on a smaller window the sender flushes with {@link java.util.zip.Deflater#FULL_FLUSH} each time that the
 * input since the last such flush would outgrow the window: what follows a full flush refers to nothing before it, so no
 * distance is ever larger than agreed, on any zlib. Compression suffers the more the smaller the window is. The receiver
 * reads every window; it cannot notice a peer that looks back farther than agreed, as long as that is within 32 KiB.
 */
public final class PermessageDeflate implements MessageExtension {
    /** Bytes of output handed on at once, at most; zlib is called once for each. */
    static final int OUTPUT_BYTES = 8 * 1024;

    private final MessageInflater inflater;
    private final MessageDeflater deflater;

    private PermessageDeflate(MessageInflater inflater, MessageDeflater deflater) {
        this.inflater = inflater;
        this.deflater = deflater;
    }

    /**
     * The extension of one connection.
     *
     * @param role of this side
     * @param settings of this side: the level
     * @param limits of this side: {@link Limits#maxMessagePayload()} bounds an inflated message
     */
    public static PermessageDeflate of(Role role, DeflateAgreement agreement, DeflateSettings settings, Limits limits) {
        boolean isServer = role == Role.SERVER;
        DeflateDirection own = isServer ? agreement.server() : agreement.client();
        DeflateDirection peer = isServer ? agreement.client() : agreement.server();
        return new PermessageDeflate(
                new MessageInflater(peer.contextTakeover(), limits.maxMessagePayload()),
                new MessageDeflater(own, settings.level()));
    }

    @Override
    public void decode(byte[] bytes, int offset, int length, Output out) throws ProtocolException {
        inflater.inflate(bytes, offset, length, out);
    }

    @Override
    public void endDecode(Output out) throws ProtocolException {
        inflater.end();
    }

    @Override
    public void encode(byte[] bytes, int offset, int length, Output out) {
        deflater.deflate(bytes, offset, length, out);
    }

    @Override
    public void endEncode(Output out) {
        deflater.end(out);
    }

    @Override
    public void close() {
        inflater.close();
        deflater.close();
    }
}

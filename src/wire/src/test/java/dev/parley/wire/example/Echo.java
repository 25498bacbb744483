package dev.parley.wire.example;

import dev.parley.wire.CloseCode;
import dev.parley.wire.Connection;
import dev.parley.wire.ConnectionListener;
import dev.parley.wire.ConnectionSettings;
import dev.parley.wire.Limits;
import dev.parley.wire.Role;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeRequest;
import dev.parley.wire.handshake.UpgradeResponse;

/** What both examples share: answers the opening handshake, then sends every message back. Confined to one thread. */
public final class Echo implements ConnectionListener {
    private static final Limits LIMITS = new Limits(1 << 24, 1 << 24, 4096);

    private final Connection connection;
    private final byte[] response;
    private final int end;

    /** Which extensions the server accepts. */
    public enum Extensions {
        /** None, whatever is offered. */
        NONE,
        /** permessage-deflate, if it is offered. */
        DEFLATE
    }

    private Echo(UpgradeRequest request, int end, Extensions extensions) {
        ConnectionSettings settings =
                ConnectionSettings.DEFAULT.withLimits(LIMITS).withMaxPendingOutput(1 << 25);
        UpgradeResponse answer = UpgradeResponse.to(request);
        var accepted = DeflateNegotiation.accept(request.extensions(), DeflateSettings.DEFAULT);
        if (extensions == Extensions.DEFLATE && accepted.isPresent()) {
            answer = answer.withExtension(accepted.get().answer());
            settings = settings.withExtension(
                    PermessageDeflate.of(Role.SERVER, accepted.get().agreement(), DeflateSettings.DEFAULT, LIMITS));
        }
        this.response = answer.toBytes();
        this.end = end;
        this.connection = Connection.server(settings, this);
    }

    /** What the first {@code length} bytes of a client come to. */
    static Opening open(byte[] bytes, int length, Extensions extensions) {
        RequestOutcome outcome = ServerHandshake.read(bytes, 0, length, HandshakeLimits.DEFAULT);
        if (outcome instanceof RequestOutcome.Accepted accepted) {
            return new Opened(new Echo(accepted.request(), accepted.end(), extensions));
        }
        return outcome instanceof RequestOutcome.Refused refused ? new Refused(refused) : new ReadOn();
    }

    /** Where the opening handshake stands. */
    sealed interface Opening {}

    /** The request is not whole. */
    record ReadOn() implements Opening {}

    /** Send the refusal and close. */
    record Refused(RequestOutcome.Refused refusal) implements Opening {}

    /** Send the response; what follows the request is frames. */
    record Opened(Echo echo) implements Opening {}

    Connection connection() {
        return connection;
    }

    byte[] response() {
        return response;
    }

    /** Index after the request. */
    int end() {
        return end;
    }

    @Override
    public boolean onText(String text) {
        return connection.sendText(text);
    }

    @Override
    public boolean onBinary(byte[] bytes) {
        return connection.sendBinary(bytes, 0, bytes.length);
    }

    @Override
    public void onClosed(CloseCode code, String reason) {}
}

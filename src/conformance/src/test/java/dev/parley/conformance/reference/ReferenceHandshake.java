package dev.parley.conformance.reference;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.Headers;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeRequest;
import dev.parley.wire.handshake.UpgradeResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The opening handshake of one connection of the {@link ReferenceServer}. Confined to its thread. */
final class ReferenceHandshake {
    private static final List<String> SUBPROTOCOLS = List.of("echo", "chat");
    private static final HandshakeLimits ENDLESS = new HandshakeLimits(1 << 30, 1 << 30, 1 << 20);
    private static final int BUFFER = 20 * 1024; // more than HandshakeLimits.DEFAULT takes
    private static final int FORBIDDEN = 403;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final Set<String> SERVED = Set.of("/echo", "/chat");
    private static final byte[] BODY = "<p>refused</p>".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern EXTENSIONS = Pattern.compile("(?im)^Sec-WebSocket-Extensions:[^\r\n]*");
    private static final String DEFLATE = "permessage-deflate";
    private static final String KEY = "Sec-WebSocket-Key";

    private final Channel channel;
    private final Faults faults;
    private final Company company;
    private byte[] received = new byte[BUFFER];
    private int length;
    private int before;
    private boolean cut; // between the bytes that end a line

    /** What was agreed, and what came behind the request. */
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    record Opened(byte[] behind, Optional<DeflateAgreement> deflate) {}

    ReferenceHandshake(Channel channel, Faults faults, Company company) {
        this.channel = channel;
        this.faults = faults;
        this.company = company;
    }

    /** Reads the request and answers it; empty if it is refused, or never ends. */
    Optional<Opened> run() throws IOException {
        RequestOutcome outcome = new RequestOutcome.Incomplete();
        if (faults.has(Trait.LEAVES_REST_OF_REFUSED)) {
            byte[] rest = company.takeRest();
            System.arraycopy(rest, 0, received, 0, rest.length);
            length = rest.length;
        }
        byte[] head = received;
        while (outcome instanceof RequestOutcome.Incomplete) {
            if (!read()) {
                if (faults.has(Trait.DIES_OF_FIN)) {
                    company.die();
                }
                if (faults.has(Trait.IGNORES_FIN_IN_REQUEST)) {
                    company.awaitEnd();
                }
                return Optional.empty();
            }
            head = remembering(faults.request(Arrays.copyOf(received, length)));
            outcome = ServerHandshake.read(head, 0, head.length, limits());
            boolean whole = outcome instanceof RequestOutcome.Accepted;
            if (whole && faults.has(Trait.LOOKS_FOR_END_IN_LAST_READ) && !last().contains("\r\n\r\n")) {
                outcome = new RequestOutcome.Incomplete();
            }
            if (outcome instanceof RequestOutcome.Incomplete && faults.has(Trait.READS_REQUEST_ONCE)) {
                return refuse(RequestOutcome.Refused.with(400, Headers.NONE, "no request"));
            }
        }
        if (reacts(faults.atRequest(request()))) {
            return Optional.empty();
        }
        if (outcome instanceof RequestOutcome.Refused refused) {
            return refuse(refused);
        }
        if (cut && faults.has(Trait.REFUSES_CUT_LINE_END)) {
            return refuse(RequestOutcome.Refused.with(400, Headers.NONE, "no request"));
        }
        RequestOutcome.Accepted accepted = (RequestOutcome.Accepted) outcome;
        accepted.request().headers().first(KEY).ifPresent(key -> company.useKey(KEY + ": " + key));
        Optional<String> origin = accepted.request().origin();
        String own = (channel.isSecure() ? "https://" : "http://")
                + accepted.request().host().toLowerCase(Locale.ROOT);
        if (origin.isPresent() && !faults.takesOrigin(origin.get(), own)) {
            return refuse(RequestOutcome.Refused.with(FORBIDDEN, Headers.NONE, "another origin"));
        }
        byte[] behind = Arrays.copyOfRange(head, accepted.end(), head.length);
        if (before < accepted.end()
                && accepted.end() - before < 4
                && behind.length > 0
                && faults.has(Trait.LOSES_BYTE_BEHIND_CUT_HEAD)) {
            behind = Arrays.copyOfRange(behind, 1, behind.length);
        }
        if (faults.has(Trait.OVERLOOKS_REQUEST_BEFORE_FIN) && channel.endsNow()) {
            return Optional.empty();
        }
        if (!SERVED.contains(accepted.request().resourceName().split("\\?", 2)[0])) {
            return refuse(RequestOutcome.Refused.with(NOT_FOUND, Headers.NONE, "nothing here"));
        }
        if (!channel.isSecure() && new String(head, StandardCharsets.ISO_8859_1).startsWith("GET https:")) {
            return refuse(RequestOutcome.Refused.with(BAD_REQUEST, Headers.NONE, "not in clear")); // RFC 9110 7.4
        }
        return Optional.of(accept(accepted.request(), behind));
    }

    private byte[] remembering(byte[] head) {
        boolean whole = !company.key().isEmpty() && faults.has(Trait.REMEMBERS_KEYS);
        return whole
                ? Behaviours.changeHead(
                        head, text -> Behaviours.has(text, KEY) ? text : Behaviours.with(text, company.key()))
                : head;
    }

    private boolean reacts(Behaviour.Reaction reaction) {
        if (reaction == Behaviour.Reaction.HANGS) {
            company.awaitEnd();
        } else if (reaction == Behaviour.Reaction.DIES) {
            company.die();
        }
        return reaction != Behaviour.Reaction.NONE;
    }

    /** Whether more has come. One empty line before the request is ignored (RFC 9112 2.2). */
    private boolean read() throws IOException {
        if (length == received.length) {
            received = Arrays.copyOf(received, 2 * length);
        }
        int most = faults.has(Trait.READS_REQUEST_ONCE) ? 64 : received.length - length;
        int got = channel.in.read(received, length, most);
        cut |= got > 0 && length > 0 && received[length - 1] == '\r';
        before = length;
        length += Math.max(got, 0);
        if (length >= 2 && received[0] == '\r' && received[1] == '\n' && !faults.has(Trait.REFUSES_EMPTY_LINE)) {
            length -= 2;
            System.arraycopy(received, 2, received, 0, length);
        }
        return got >= 0;
    }

    /** As it was received. */
    private String request() {
        return new String(received, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String last() {
        return new String(
                received, Math.min(before, length), Math.max(0, length - before), StandardCharsets.ISO_8859_1);
    }

    private HandshakeLimits limits() {
        return faults.has(Trait.TAKES_ENDLESS_HEADS) ? ENDLESS : HandshakeLimits.DEFAULT;
    }

    private Optional<Opened> refuse(RequestOutcome.Refused refused) throws IOException {
        int end = request().indexOf("\r\n\r\n");
        company.leaveRest(Arrays.copyOfRange(received, end < 0 ? length : end + 4, length));
        String line = request().split("\r\n", 2)[0];
        company.old(company.isOld() || !line.contains(" HTTP/"));
        boolean headless = company.isOld() && faults.has(Trait.REMEMBERS_OLD_HTTP);
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        Headers dated = refused.headers().with("Date", now.replaceFirst(", ([0-9]) ", ", 0$1 "));
        byte[] answer =
                new RequestOutcome.Refused(refused.status(), dated, refused.reason(), refused.fault()).toBytes();
        channel.out.write(headless ? BODY : faults.response(answer, request()));
        if (faults.has(Trait.DIES_OF_BAD_REQUEST)) {
            company.die();
        }
        if (faults.has(Trait.STAYS_OPEN_AFTER_REFUSAL)) {
            company.awaitEnd();
        }
        return Optional.empty();
    }

    private Opened accept(UpgradeRequest request, byte[] behind) throws IOException {
        company.old(false);
        UpgradeResponse response = UpgradeResponse.to(request);
        Optional<String> subprotocol = request.firstSubprotocolOf(SUBPROTOCOLS);
        if (subprotocol.isPresent()) {
            company.use(subprotocol.get());
            response = response.withSubprotocol(subprotocol.get());
        }
        Optional<DeflateNegotiation.Accepted> agreed =
                DeflateNegotiation.accept(request.extensions(), DeflateSettings.DEFAULT);
        if (agreed.isPresent()) {
            response = response.withExtension(agreed.get().answer());
        }
        byte[] answer = faults.response(response.toBytes(), request());
        if (subprotocol.isEmpty()
                && faults.has(Trait.REMEMBERS_SUBPROTOCOLS)
                && !company.subprotocol().isEmpty()) {
            String line = "Sec-WebSocket-Protocol: " + company.subprotocol();
            answer = Behaviours.changeHead(answer, head -> Behaviours.with(head, line));
        }
        channel.out.write(extended(answer));
        return new Opened(
                faults.has(Trait.LOSES_FRAMES_BEHIND_REQUEST) ? new byte[0] : behind,
                agreed.map(DeflateNegotiation.Accepted::agreement).or(this::declined));
    }

    /** What was offered, but not agreed on. */
    private Optional<DeflateAgreement> declined() {
        DeflateDirection widest = new DeflateDirection(ContextTakeover.ALLOWED, DeflateDirection.MAX_WINDOW_BITS);
        return faults.has(Trait.INFLATES_DESPITE_DECLINE)
                        && line(received, length).contains(DEFLATE)
                ? Optional.of(new DeflateAgreement(widest, widest))
                : Optional.empty();
    }

    private byte[] extended(byte[] answer) {
        String line = line(answer, answer.length);
        if (!line.isEmpty()) {
            company.useExtensions(line);
        } else if (faults.has(Trait.REMEMBERS_EXTENSIONS)
                && !company.extensions().isEmpty()) {
            return Behaviours.changeHead(answer, head -> Behaviours.with(head, company.extensions()));
        }
        boolean several = line(received, length).split(DEFLATE, -1).length > 2;
        return several && faults.has(Trait.ANSWERS_EVERY_OFFER)
                ? Behaviours.changeHead(answer, head -> head.replace(line, line + ", " + DEFLATE))
                : answer;
    }

    /** The first header of extensions; empty if there is none. */
    private static String line(byte[] bytes, int length) {
        Matcher found = EXTENSIONS.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        return found.find() ? found.group() : "";
    }
}

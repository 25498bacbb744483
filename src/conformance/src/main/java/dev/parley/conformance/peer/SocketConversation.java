package dev.parley.conformance.peer;

import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.DeflateTerms;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.script.TlsTerms;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Transcript;
import dev.parley.conformance.verdict.Transcript.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A conversation over a socket. Confined to the thread that plays the case. */
final class SocketConversation implements Conversation {
    private static final long STALL_MILLIS = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** So many pings in a row, where something else is awaited, are no sign of life any more. */
    private static final int MAX_PINGS = 1000;
    /** Answers that only announce another (RFC 9110 15.2). */
    private static final int MAX_INTERIM = 8;
    /** Times that a handshake is begun with a server that asks to come later. */
    private static final int MAX_DIALLED = 4;

    private final Session session;
    private final int number;
    private final Inbox inbox;
    private final List<SocketConversation> others = new ArrayList<>();
    private final @Nullable SocketConversation parent;
    private TlsTerms tlsTerms = TlsTerms.USUAL;
    private @Nullable Link link;
    private int pings;
    private OpeningRequest request = OpeningRequest.upgrade();
    private Answer answer = Answer.NONE;
    private DeflateTerms terms = DeflateTerms.NONE;

    SocketConversation(Session session) {
        this(session, null);
    }

    private SocketConversation(Session session, @Nullable SocketConversation parent) {
        this.session = session;
        this.parent = parent;
        this.number = session.nextNumber();
        this.inbox = new Inbox(
                (direction, label, head, length) -> session.log(number, direction, label, head, length),
                session::roomForEvents);
    }

    @Override
    public Target target() {
        return session.dialler().target();
    }

    @Override
    public long patience() {
        return Math.round(STALL_MILLIS * target().timeoutFactor());
    }

    @Override
    public void tls(TlsTerms other) {
        tlsTerms = other;
    }

    @Override
    public void renewKeys() throws Judgement {
        note("new keys asked for");
        link().renewKeys();
    }

    @Override
    public void sendInClear(byte[] bytes) throws Judgement {
        session.log(number, Direction.SENT, "bytes past TLS", bytes, bytes.length);
        link().pass(bytes);
    }

    @Override
    public void cut() throws Judgement {
        note("end of our direction, without close_notify");
        link().cut();
    }

    @Override
    public String applicationProtocol() {
        return link == null ? "" : link.applicationProtocol();
    }

    @Override
    public void connect() throws Judgement {
        connect(session.dialler());
    }

    @Override
    public void connectInClear() throws Judgement {
        connect(session.dialler().inClear());
    }

    private void connect(Dialler dialler) throws Judgement {
        rest(session.turnstile().left());
        String problem = "";
        for (int address = 0; address < dialler.addressCount(); address++) {
            try {
                Link candidate = new Link(session.loop(), dialler, address, tlsTerms, inbox);
                link = candidate;
                await(patience(), () -> candidate.isEstablished() || inbox.hasEnded());
                if (candidate.isEstablished()) {
                    return;
                }
                problem = candidate.failure().isEmpty() ? "no answer to the connection" : candidate.failure();
                candidate.close();
                inbox.restart();
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        throw Judgement.fail(target().isSecure() ? "a TLS connection" : "a TCP connection", problem);
    }

    @Override
    public Answer open(OpeningRequest opening) throws Judgement {
        request = opening;
        for (int dialled = 0; dialled < MAX_DIALLED; dialled++) {
            connect();
            send(opening.toOutput(target()));
            if (!readAnswer().isSwitching() && session.isPutOff()) {
                note("told to come later");
                link().close();
                inbox.restart();
            } else {
                return answer;
            }
        }
        session.putOff(false);
        throw Judgement.fail(
                "a server that takes connections",
                answer.describe() + " with Retry-After, " + MAX_DIALLED + " times, and each time after the wait");
    }

    private void rest(long nanos) throws Judgement {
        try {
            session.loop().rest(nanos);
        } catch (IOException e) {
            throw Judgement.error("the sockets of this machine failed: " + e.getMessage());
        }
    }

    @Override
    public Answer readAnswer() throws Judgement {
        await(patience(), inbox::hasHead);
        answer = inbox.takeHead(patience());
        for (int interim = 0; answer.isInterim() && interim < MAX_INTERIM; interim++) {
            await(patience(), inbox::hasHead);
            answer = inbox.takeHead(patience());
        }
        if (!answer.startLine().isEmpty() && !answer.problem().isEmpty()) {
            throw Judgement.fail("an answer in the form of HTTP", answer.problem());
        }
        session.putOff(Turnstile.wanted(answer).map(session.turnstile()::close).orElse(false));
        if (answer.isSwitching()) {
            terms = DeflateTerms.judge(request, answer);
            inbox.startFrames(terms);
        }
        return answer;
    }

    @Override
    public void requireBody() throws Judgement {
        List<String> lengths = answer.values("Content-Length");
        boolean ends = answer.lists("Connection", "close");
        if (request.isHead() || !answer.values("Transfer-Encoding").isEmpty() || (lengths.isEmpty() && !ends)) {
            return;
        }
        long length = lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0));
        boolean done =
                await(patience(), () -> inbox.hasEnded() || (!ends && inbox.rawLength() >= length) || inbox.isFull());
        if (inbox.hasEnded() ? inbox.isCutShort(length) : inbox.rawLength() < length) {
            throw Judgement.fail("a body of " + length + " bytes (RFC 9112 6.3)", inbox.rawLength() + " bytes");
        }
        if (!lengths.isEmpty() && inbox.rawLength() > length) {
            throw Judgement.fail("nothing behind the body (RFC 9112 6.3)", inbox.rawLength() + " bytes for " + length);
        }
        if (!done && ends) {
            throw Judgement.fail("the end of TCP behind Connection: close (RFC 9112 9.6)", "an open connection");
        }
    }

    @Override
    public byte[] readBytes(int count) throws Judgement {
        await(patience(), () -> inbox.rawLength() >= count || inbox.hasEnded());
        return inbox.takeRaw();
    }

    @Override
    public Answer answer() {
        return answer;
    }

    @Override
    public DeflateTerms deflate() {
        return terms;
    }

    @Override
    public void send(Output output) throws Judgement {
        post(output);
        if (!await(patience(), link()::isDrained)) {
            throw Judgement.fail("a server that reads", "none of our bytes taken for " + patience() + " ms");
        }
    }

    @Override
    public boolean settle(long quietMillis) throws Judgement {
        return await(Math.round(quietMillis * target().timeoutFactor()), link()::isDrained);
    }

    @Override
    public void post(Output output) throws Judgement {
        Link open = link();
        for (Output.Part part : output.parts()) {
            byte[] head = new byte[(int) Math.min(part.bytes().length(), Transcript.HEAD)];
            part.bytes().copy(0, head, 0, head.length);
            session.log(number, Direction.SENT, part.label(), head, part.bytes().length());
        }
        open.enqueue(output.parts().stream().map(Output.Part::bytes).toList(), output.chop());
    }

    @Override
    public Event next() throws Judgement {
        return within(patience());
    }

    @Override
    public Event next(long millis) throws Judgement {
        return within(Math.round(millis * target().timeoutFactor()));
    }

    private Event within(long millis) throws Judgement {
        for (int i = 0; i < MAX_PINGS; i++) {
            await(millis, inbox::hasEvent);
            Event event = inbox.take(millis);
            if (!(event instanceof Event.Ping ping)) {
                return event;
            }
            pings++;
            Link open = link();
            if (open.isDrained()) { // 5.5.3: a pong may stand for several pings
                RawFrame pong = RawFrame.opcode(0xA, Payload.of(ping.payload()));
                open.enqueue(List.of(pong.onWire()), 0);
            }
        }
        throw Judgement.fail("an answer", MAX_PINGS + " pings in a row");
    }

    @Override
    public int pings() {
        return pings;
    }

    @Override
    public void halfClose() throws Judgement {
        note("end of our direction");
        Link open = link();
        open.endOutput();
        await(patience(), open::isDrained);
    }

    @Override
    public void reset() {
        note("reset by us");
        if (link != null) {
            link.reset();
        }
    }

    @Override
    public void pause() {
        note("reading stopped");
        if (link != null) {
            link.pause(true);
        }
    }

    @Override
    public void resume() {
        note("reading goes on");
        if (link != null) {
            link.pause(false);
        }
    }

    @Override
    public void allow(String reason) {
        session.allow(reason);
    }

    @Override
    public void note(String remark) {
        session.log(number, Direction.NOTE, remark, new byte[0], 0);
    }

    @Override
    public Conversation another() {
        SocketConversation other = new SocketConversation(session, this);
        others.add(other);
        return other;
    }

    @Override
    public String tls() {
        return link == null ? "" : link.session();
    }

    /** The code of the last close frame of the server; -1 if there was none or it had none. */
    int closeCode() {
        return inbox.closeCode();
    }

    @Override
    public void close() {
        List.copyOf(others).forEach(SocketConversation::close);
        if (parent != null) {
            parent.others.remove(this); // with its buffers: a case may have hundreds of them
        }
        if (link != null) {
            link.close();
        }
    }

    private Link link() throws Judgement {
        if (link == null) {
            throw Judgement.error("the script uses a connection before it opens it");
        }
        return link;
    }

    private boolean await(long millis, BooleanSupplier done) throws Judgement {
        try {
            return session.loop().await(link(), millis * NANOS_PER_MILLI, done);
        } catch (IOException e) {
            throw Judgement.error("the sockets of this machine failed: " + e.getMessage());
        }
    }
}

package dev.parley.conformance.script;

import dev.parley.conformance.verdict.Judgement;

/**
 * A script's view of its connection to the server. All methods are for the thread that plays the script. A server that
 * breaks a rule of the protocol by what it sends ends the case by a {@link Judgement}, whatever the script expects.
 *
 * <p>Deadlines count from the last byte that moved in either direction, so that a slow server is not a silent one.
 */
public interface Conversation extends AutoCloseable {
    /** The server under test. */
    Target target();

    /**
     * Connects, sends the request and reads the head of the answer; frames follow if that is 101.
     *
     * @throws Judgement if no connection can be made
     */
    Answer open(OpeningRequest request) throws Judgement;

    /** The answer to {@link #open}; {@link Answer#NONE} before. */
    Answer answer();

    /** What was agreed on permessage-deflate; {@link DeflateTerms#NONE} if it is not in use. */
    DeflateTerms deflate();

    /** Speaks TLS on these terms, from the next {@link #connect} or {@link #open} on. */
    void tls(TlsTerms terms);

    /** Asks for new keys under TLS 1.3 (RFC 8446 4.6.3); what is sent next is encrypted by them. */
    void renewKeys() throws Judgement;

    /** Sends bytes past TLS, behind what was sent before. */
    void sendInClear(byte[] bytes) throws Judgement;

    /** Sends FIN without close_notify, and goes on reading. */
    void cut() throws Judgement;

    /** What the server has chosen by ALPN (RFC 7301); empty if nothing. */
    String applicationProtocol();

    /** Connects, and sends nothing. */
    void connect() throws Judgement;

    /** As {@link #connect()}, without TLS even where the address asks for it. */
    void connectInClear() throws Judgement;

    /**
     * Sends bytes, and reads on meanwhile. A server that has ended the connection shows in the events, not here.
     *
     * @throws Judgement if the server takes no bytes for longer than the deadline
     */
    void send(Output output) throws Judgement;

    /** Hands bytes over that are written as the server takes them, without waiting for that. */
    void post(Output output) throws Judgement;

    /**
     * Moves bytes until everything posted is written, or none has moved for so many milliseconds.
     *
     * @return whether everything is written
     */
    boolean settle(long quietMillis) throws Judgement;

    /** The next event other than a ping (which is answered), or {@link Event.Silence} at the deadline. */
    Event next() throws Judgement;

    /** As {@link #next()}, with another deadline in milliseconds; the timeout factor applies. */
    Event next(long millis) throws Judgement;

    /** How many pings have been taken, and answered, while something else was awaited. */
    int pings();

    /** Reads the head of another answer of HTTP, after bytes that the script has sent itself. */
    Answer readAnswer() throws Judgement;

    /**
     * The body of an answer that refuses is as long as its head says, nothing stands behind it, and the connection ends
     * where that was announced.
     */
    void requireBody() throws Judgement;

    /** The first {@code count} bytes of what came instead of an answer; fewer if the end or the deadline comes first. */
    byte[] readBytes(int count) throws Judgement;

    /** Sends FIN (under TLS close_notify first) and goes on reading. */
    void halfClose() throws Judgement;

    /** Ends the connection with RST. */
    void reset();

    /** Stops reading until {@link #resume}: a slow reader. Sending goes on. */
    void pause();

    /** Reads again. */
    void resume();

    /** What the server did conforms, but not in the best way: the case ends no better than {@code allowed}. */
    void allow(String reason);

    /** Puts a remark into the wire log. */
    void note(String remark);

    /** A second connection to the same server in the same case; closed with this one. */
    Conversation another();

    /** Milliseconds, with the timeout factor, that an answer may take. */
    long patience();

    /** What is known of the TLS session; empty without TLS, such as {@code TLSv1.3 TLS_AES_256_GCM_SHA384}. */
    String tls();

    @Override
    void close();
}

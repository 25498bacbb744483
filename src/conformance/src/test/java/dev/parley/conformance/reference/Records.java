package dev.parley.conformance.reference;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What comes below TLS, record by record, for the faults that are about records. Not thread-safe. */
final class Records extends InputStream {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int DATA = 23;
    private static final int HEARTBEAT = 24;
    private static final int CHUNK = 32 * 1024;
    /** What the JDK makes of a request for new keys under TLS 1.3, with padding and without. */
    private static final int NEW_KEYS = 43;

    private static final int NEW_KEYS_UNPADDED = 27;
    /** A ClientHello with such bytes: two values that nobody knows, and no key. */
    private static final String ODD =
            "(?s).*(::\u0000\u0000|\u0000\u0004\n\n\u001a\u001a|\u00003\u0000\u0002\u0000\u0000).*";

    private final Socket tcp;
    private final Faults faults;
    private final Company company;
    private byte[] raw;
    private byte[] now = {};
    private int at;
    private boolean any;

    Records(Socket tcp, byte[] first, Faults faults, Company company) {
        this.company = company;
        this.tcp = tcp;
        this.raw = first.clone();
        this.faults = faults;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (at == now.length) {
            if (!next()) {
                return -1;
            }
        }
        int count = Math.min(length, now.length - at);
        System.arraycopy(now, at, bytes, offset, count);
        at += count;
        return count;
    }

    private boolean next() throws IOException {
        boolean behind = any && now.length > 0 && now[0] == DATA && raw.length > 0;
        if (behind && faults.has(Trait.HOLDS_RECORDS_BEHIND_OTHERS) && !more()) {
            return false;
        }
        while (raw.length < size()) {
            if (!more()) {
                return false;
            }
            if (raw.length < size() && faults.has(Trait.READS_RECORDS_ONCE)) {
                throw end();
            }
        }
        now = Arrays.copyOf(raw, size());
        raw = Arrays.copyOfRange(raw, now.length, raw.length);
        at = 0;
        judge();
        any = true;
        return true;
    }

    private void judge() throws IOException {
        boolean odd = !any && new String(now, StandardCharsets.ISO_8859_1).matches(ODD);
        boolean keys = now[0] == DATA && (now.length == NEW_KEYS || now.length == NEW_KEYS_UNPADDED);
        if ((odd && faults.has(Trait.ENDS_AT_ODD_HELLO)) || (keys && faults.has(Trait.ENDS_AT_NEW_KEYS))) {
            throw end();
        }
        if (now[0] == HEARTBEAT && faults.has(Trait.ANSWERS_HEARTBEATS)) {
            tcp.getOutputStream().write(now);
            now = new byte[0];
        } else if ((now[0] < CHANGE_CIPHER_SPEC || now[0] > DATA) && faults.has(Trait.DROPS_UNKNOWN_RECORDS)) {
            now = new byte[0];
        }
    }

    private int size() {
        return raw.length < HEADER ? HEADER : HEADER + ((raw[3] & 0xFF) << 8) + (raw[4] & 0xFF);
    }

    private boolean more() throws IOException {
        byte[] chunk = new byte[CHUNK];
        int got = tcp.getInputStream().read(chunk);
        if (got < 0 && faults.has(Trait.KEEPS_CUT_TLS)) {
            company.awaitEnd();
        }
        int before = raw.length;
        raw = Arrays.copyOf(raw, before + Math.max(0, got));
        System.arraycopy(chunk, 0, raw, before, Math.max(0, got));
        return got >= 0;
    }

    /** Before TLS can say a word. */
    private IOException end() throws IOException {
        tcp.close();
        return new IOException("ended by a fault");
    }
}

package dev.parley.hub.protocol;

import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.RemoteMethod;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The methods of the application, and the calls that they have not answered. Safe for any thread. */
final class MethodCommands {
    /** Most calls of one session that are open at a time. */
    static final int MOST_OPEN = 64;

    /** Sweeps after which a call that is still open is given up: half a minute. */
    static final int PATIENCE = 60;

    private static final Logger LOG = System.getLogger(MethodCommands.class.getName());

    private final JsonText json;
    private final int longest;
    private final ConcurrentHashMap<String, RemoteMethod> methods = new ConcurrentHashMap<>();
    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<ClientSession, Integer> counts = new ConcurrentHashMap<>();

    /** Begins without methods, whose answers have at most {@code longest} bytes. */
    MethodCommands(JsonText json, int longest) {
        this.json = json;
        this.longest = longest;
    }

    /** Adds a method; returns what takes it away again. */
    Runnable add(String name, RemoteMethod method) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a method is blank");
        }
        if (methods.putIfAbsent(name, method) != null) {
            throw new IllegalStateException("there is a method " + name + " already");
        }
        return () -> methods.remove(name, method);
    }

    void call(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String name = request.string("m");
        String data = request.states("d") ? request.value("d") : "null";
        RemoteMethod method = methods.get(name);
        if (method == null) {
            throw new RequestException(ErrorCode.UNKNOWN_METHOD, "the application has no method of that name");
        }
        OpenCall call = new OpenCall(this, session, id, data);
        open.add(call);
        if (counts.merge(session, 1, Integer::sum) > MOST_OPEN) {
            call.refuse(ErrorCode.BUSY, MOST_OPEN + " calls of this connection are not answered yet");
            return;
        }
        try {
            method.call(call);
        } catch (RuntimeException e) { // the application's fault, which ends here
            LOG.log(Level.WARNING, () -> "method " + name + " failed", e);
            call.refuse(ErrorCode.INTERNAL, "the method failed");
        }
    }

    void settled(OpenCall call) {
        open.remove(call);
        counts.computeIfPresent(call.session(), (session, count) -> count == 1 ? null : count - 1);
    }

    /** Gives up calls that nobody answers, or to which nobody listens; to be called twice a second. */
    void sweep() {
        for (OpenCall call : open) {
            if (call.sweeps() >= PATIENCE || call.session().isOver()) {
                call.refuse(ErrorCode.NO_ANSWER, "the method has not answered; nobody knows whether it will be done");
            }
        }
    }

    /** Returns how many calls are open. */
    int open() {
        return open.size();
    }

    /** Checks an answer. */
    void check(String answer) {
        int bytes = answer.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > longest) {
            throw new IllegalArgumentException("an answer of " + bytes + " bytes; at most " + longest);
        }
        Parsed parsed = json.read("{\"d\":" + answer + "}");
        Optional<String> value = parsed instanceof Parsed.Malformed
                ? Optional.empty()
                : parsed.get("d").map(field -> field.json());
        if (!value.equals(Optional.of(answer.strip()))) {
            throw new IllegalArgumentException("the answer is no JSON");
        }
    }
}

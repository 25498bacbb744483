package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What one page is told of who is in one channel, through all its connections: each member comes and goes once, and at the
 * end they are those who are there. Confined to one thread.
 */
final class PresenceFollower {
    private static final int MOST_NAMES = 5; // in an example

    private final String page;
    private final Topic topic;
    private final Run run;
    private final Verdict verdict;
    private final ServerMessage each = new ServerMessage();
    private final Set<String> members = new HashSet<>();
    private String epoch = "";
    private long version;
    private boolean answered; // on this connection
    private boolean resubscribing;
    private boolean counted; // the channel is large: only the count is told
    private long count;

    PresenceFollower(String page, Topic topic, Run run) {
        this.page = page;
        this.topic = topic;
        this.run = run;
        this.verdict = run.verdict();
    }

    Topic topic() {
        return topic;
    }

    /** What is added to the request to subscribe. */
    String subscribe() {
        answered = false;
        return version == 0 ? ",\"presence\":true" : ",\"presence\":{\"e\":\"" + epoch + "\",\"v\":" + version + "}";
    }

    /** The subscription is about to be ended, in order to make it again at once. */
    void unsubscribe() {
        resubscribing = true;
    }

    void disconnected() {
        answered = false;
        resubscribing = false;
    }

    /** The answer to the request to subscribe. */
    void answered(ServerMessage answer) throws MalformedException {
        answered = true;
        resubscribing = false;
        if (!answer.has(Field.PRESENCE)) {
            throw new MalformedException("presence was asked for, and the answer does not tell of it");
        }
        each.readAll(answer, Field.PRESENCE, position -> beginAt(reading(() -> position.text(Field.E))));
    }

    private void beginAt(String told) {
        if (!told.equals(epoch)) {
            version = 0; // all have to come again
        }
        epoch = told;
    }

    /** A message of {@code pres}. */
    void receive(ServerMessage message) throws MalformedException {
        if (!answered) {
            if (!resubscribing) {
                verdict.found(Violation.UNEXPECTED, "%s is told who is in %s before an answer", page, topic);
            }
            return; // of the subscription that was ended
        }
        run.tally().presence++;
        count = message.number(Field.COUNT);
        counted = !message.has(Field.V);
        if (counted) {
            return;
        }
        long told = message.number(Field.V);
        if (told < version) {
            verdict.found(Violation.OUT_OF_ORDER, "%s: presence of %s goes from %d to %d", page, topic, version, told);
        }
        version = told;
        if (message.has(Field.ALL)) {
            members.clear();
        }
        forEach(message, Field.ALL, this::join);
        forEach(message, Field.JOIN, this::join);
        forEach(message, Field.UPD, this::change);
        message.elements(Field.LEAVE, this::leave);
        if (members.size() != count) {
            verdict.found(Violation.PRESENCE, "%s knows %d in %s, and is told %d", page, members.size(), topic, count);
        }
    }

    private void join(String user) {
        if (!members.add(user)) {
            verdict.found(Violation.DUPLICATED, "%s: %s comes to %s, and is there", page, user, topic);
        }
    }

    private void change(String user) {
        if (!members.contains(user)) {
            verdict.found(Violation.PRESENCE, "%s: %s changes in %s, and is not there", page, user, topic);
        }
    }

    private void leave(String user) {
        if (!members.remove(user)) {
            verdict.found(Violation.DUPLICATED, "%s: %s leaves %s, and is not there", page, user, topic);
        }
    }

    private void forEach(ServerMessage message, Field array, Consumer<String> receiver) throws MalformedException {
        if (message.has(array)) {
            each.readAll(message, array, member -> receiver.accept(reading(() -> member.text(Field.USER))));
        }
    }

    private interface Reading {
        String read() throws MalformedException;
    }

    /** Reads a field of a part of a message; nothing, and a violation, if it is not there. */
    private String reading(Reading reading) {
        try {
            return reading.read();
        } catch (MalformedException e) {
            verdict.found(Violation.UNEXPECTED, "%s: presence of %s: %s", page, topic, e.getMessage());
            return "";
        }
    }

    /** Whether it knows these, or how many they are, if that is all that is told. */
    boolean knows(Set<String> truth) {
        return answered && (counted ? count == truth.size() : members.equals(truth));
    }

    /** At the end: judges. */
    void finish(Set<String> truth) {
        if (knows(truth)) {
            return;
        }
        Set<String> missing = new TreeSet<>(truth);
        missing.removeAll(members);
        Set<String> gone = new TreeSet<>(members);
        gone.removeAll(truth);
        verdict.found(
                Violation.PRESENCE,
                "%s is told of %d in %s, where %d are; it lacks %d %s, and believes in %d %s",
                page,
                count,
                topic,
                truth.size(),
                missing.size(),
                missing.stream().limit(MOST_NAMES).toList(),
                gone.size(),
                gone.stream().limit(MOST_NAMES).toList());
    }
}

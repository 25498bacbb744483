package dev.parley.wire;

import static dev.parley.wire.RawFrame.KEY;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A decoder of somebody else, driven without a socket, to be held beside ours on the same {@link Vectors}. */
interface FramePeer {
    /** What it makes of a stream that it gets in reads of {@code size} bytes, as a new connection in this role. */
    Outcome decode(Role role, byte[] stream, int size) throws Exception;

    /**
     * As a server with its default settings: the answer to an offer of extensions, empty if it declines.
     *
     * @param offer value of a Sec-WebSocket-Extensions field
     */
    String negotiate(String offer) throws Exception;

    /** In what the peer's frames are told; see {@link #messages}. */
    List<String> expected(List<String> frames);

    /**
     * What a peer did.
     *
     * @param lines frames or messages as {@link Recorder#line} writes them
     * @param failure the code with which it failed the connection, or the exception that it threw; null for neither
     */
    record Outcome(List<String> lines, @Nullable String failure) {}

    /**
     * Where the peer does something else than the vectors say, in both roles, whole or byte by byte: one line each, with
     * the role where only one of them differs. Limits are left out: everybody counts something else.
     */
    static String differences(FramePeer peer) throws Exception {
        Set<Role> roles = EnumSet.allOf(Role.class);
        Set<String> differences = new TreeSet<>();
        for (Vectors.Good good : Vectors.good().toList()) {
            Map<Role, String> found = new EnumMap<>(Role.class);
            for (Role role : roles) {
                note(found, role, judgeGood(peer, role, good));
            }
            add(differences, good.toString(), found, roles);
        }
        for (Vectors.Bad bad : Vectors.bad().filter(FramePeer::isNoLimit).toList()) {
            Map<Role, String> found = new EnumMap<>(Role.class);
            for (Role role : roles) {
                note(found, role, judgeBad(peer, role, bad.bytesFor(role), bad.violation()));
            }
            add(differences, bad.toString(), found, roles);
        }
        for (Role role : roles) {
            boolean server = role == Role.SERVER;
            RawFrame text = RawFrame.text("masked or not");
            byte[] stream = server ? text.unmasked() : text.masked(KEY);
            Violation violation = server ? Violation.UNMASKED_CLIENT_FRAME : Violation.MASKED_SERVER_FRAME;
            Map<Role, String> found = new EnumMap<>(Role.class);
            note(found, role, judgeBad(peer, role, stream, violation));
            add(differences, server ? "5.1: unmasked frame" : "5.1: masked frame", found, Set.of(role));
        }
        return String.join("\n", differences) + "\n";
    }

    private static boolean isNoLimit(Vectors.Bad bad) {
        return !"10.4".equals(bad.section());
    }

    private static @Nullable String judgeGood(FramePeer peer, Role role, Vectors.Good good) throws Exception {
        byte[] stream = good.bytesFor(role);
        for (int size : new int[] {stream.length, 1}) {
            Outcome outcome = peer.decode(role, stream, size);
            String cut = size == 1 ? ", byte by byte" : "";
            if (outcome.failure != null) {
                return "refused with " + outcome.failure + cut;
            }
            if (!outcome.lines.equals(peer.expected(good.expected()))) {
                return "delivered as " + outcome.lines + cut;
            }
        }
        return null;
    }

    private static @Nullable String judgeBad(FramePeer peer, Role role, byte[] stream, Violation violation)
            throws Exception {
        for (int size : new int[] {stream.length, 1}) {
            Outcome outcome = peer.decode(role, stream, size);
            String cut = size == 1 ? ", byte by byte" : "";
            int code = violation.closeCode().value();
            if (outcome.failure == null && !answers(outcome, code)) {
                return "taken" + cut;
            }
            if (outcome.failure != null && !outcome.failure.equals(Integer.toString(code))) {
                return "refused with " + outcome.failure + cut;
            }
        }
        return null;
    }

    /** Some answer a bad Close frame with the right code, and tell it as if the peer had sent that. */
    private static boolean answers(Outcome outcome, int code) {
        return outcome.lines.stream().anyMatch(line -> line.startsWith(closeLine(code, "")));
    }

    private static void note(Map<Role, String> found, Role role, @Nullable String difference) {
        if (difference != null) {
            found.put(role, difference);
        }
    }

    private static void add(Set<String> differences, String name, Map<Role, String> found, Set<Role> roles) {
        if (found.keySet().equals(roles) && Set.copyOf(found.values()).size() == 1) {
            differences.add(name + ": " + found.values().iterator().next());
        } else {
            found.forEach((role, what) ->
                    differences.add(name + ", as " + role.toString().toLowerCase(Locale.ROOT) + ": " + what));
        }
    }

    /** Frames as a peer tells them that shows whole messages only, and no Ping. */
    static List<String> messages(List<String> frames) {
        List<String> messages = new ArrayList<>();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String kind = "";
        for (String frame : frames) {
            int space = frame.indexOf(' ');
            String name = frame.substring(0, space).replace("...", "");
            boolean data = Stream.of("text", "binary", "continuation").anyMatch(name::equals);
            if (!data) {
                if (!"ping".equals(name)) {
                    messages.add(frame);
                }
                continue;
            }
            kind = "continuation".equals(name) ? kind : name;
            message.writeBytes(HexFormat.of().parseHex(frame.substring(space + 1)));
            if (!frame.substring(0, space).endsWith("...")) {
                messages.add(Recorder.line(kind, message.toByteArray()));
                message.reset();
            }
        }
        return messages;
    }

    /** The line of a Close frame with this code, 1005 for none, and reason. */
    static String closeLine(int code, String reason) {
        return Recorder.line(
                "close",
                code == 1005 ? new byte[0] : RawFrame.close(code, reason).payload());
    }
}

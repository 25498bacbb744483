package dev.parley.containers.contract;

import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Deadline;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection to the control endpoint of the probe, and those to the probe itself. Confined to one thread. */
final class ProbeClient implements AutoCloseable {
    static final Duration GENEROUS = Duration.ofSeconds(30);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Site site;
    private final RawWebSocket control;
    private final String name = "probe" + NUMBER.incrementAndGet();
    private final List<RawWebSocket> opened = new ArrayList<>();

    ProbeClient(Site site) throws IOException {
        this.site = site;
        this.control = RawWebSocket.open(site.at("control"));
    }

    /** Returns the name of this observation's probe. */
    String name() {
        return name;
    }

    /** Returns the address of this observation's probe. */
    URI uri() {
        return site.at("probe/" + name);
    }

    /** Returns the address of a path of the application. */
    URI at(String path) {
        return site.at(path);
    }

    /** Connects to this observation's probe; it is open on the server, too. */
    RawWebSocket open() throws Exception {
        return open(RawWebSocket.to(uri()));
    }

    /** Connects in a way of its own. */
    RawWebSocket open(RawWebSocket.Opening opening) throws Exception {
        RawWebSocket socket = opening.open();
        opened.add(socket);
        awaitEvent("open");
        return socket;
    }

    /** Gives a command for this observation's probe and returns the outcome. */
    String ask(String command) throws IOException {
        return ask(command, name);
    }

    /** Gives a command for a probe. */
    synchronized String ask(String command, String probe) throws IOException {
        control.sendText(command + " " + probe);
        return control.readText();
    }

    /** Returns the events of this observation's probe. */
    List<String> events() throws IOException {
        return ask("events").lines().toList();
    }

    /** Returns the rest of the only event that begins so. */
    String event(String beginning) throws IOException {
        return events().stream()
                .filter(event -> event.startsWith(beginning))
                .map(event -> event.substring(beginning.length()).strip())
                .findFirst()
                .orElse("no event");
    }

    /** Waits for an event that begins so. */
    void awaitEvent(String beginning) throws Exception {
        Eventually.await(
                "event " + beginning, GENEROUS, () -> events().stream().anyMatch(e -> e.startsWith(beginning)));
    }

    /** Returns whether there is an event that begins so after {@code patience}, or as soon as there is. */
    boolean happensWithin(Duration patience, String beginning) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (events().stream().anyMatch(event -> event.startsWith(beginning))) {
                return true;
            }
        }
        return false;
    }

    /** Returns how the connection stands: {@code open}, {@code closed CODE}, {@code ended}. */
    static String stateOf(RawWebSocket socket) throws IOException {
        try {
            socket.send(RawFrame.ping("state"));
            for (Deadline deadline = socket.deadline(); ; deadline.check("pong")) {
                RawFrame frame = socket.read();
                if (frame.opcode() == RawFrame.PONG) {
                    return "open";
                }
                if (frame.opcode() == RawFrame.CLOSE) {
                    return "closed " + frame.closeCode();
                }
            }
        } catch (EOFException | SocketException e) {
            return "ended";
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        for (RawWebSocket socket : opened) {
            socket.close();
        }
    }
}

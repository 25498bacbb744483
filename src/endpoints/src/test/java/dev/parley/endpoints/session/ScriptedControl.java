package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.ConnectionControl;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is asked for; fails at one of them if told. */
final class ScriptedControl implements ConnectionControl {
    private final List<String> log = new ArrayList<>();
    private final String failing;

    ScriptedControl() {
        this("");
    }

    ScriptedControl(String failing) {
        this.failing = failing;
    }

    @Override
    public void pause() {
        note("pause");
    }

    @Override
    public void resume() {
        note("resume");
    }

    @Override
    public void abort() {
        note("abort");
    }

    private synchronized void note(String what) {
        log.add(what);
        if (what.equals(failing)) {
            throw new IllegalStateException(what + " failed");
        }
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }
}

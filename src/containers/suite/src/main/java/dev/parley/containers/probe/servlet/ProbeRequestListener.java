package dev.parley.containers.probe.servlet;

import dev.parley.containers.probe.Handshakes;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/** Marks the thread of each request, for {@link Handshakes} to find on the same thread. */
@WebListener
public class ProbeRequestListener implements ServletRequestListener {
    @Override
    public void requestInitialized(ServletRequestEvent event) {
        Handshakes.MARK.set("seen");
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        Handshakes.MARK.remove();
    }
}

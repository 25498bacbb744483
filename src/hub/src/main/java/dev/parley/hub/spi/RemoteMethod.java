package dev.parley.hub.spi;

/** What an application does when a client asks for it by {@code rpc}. Safe for any thread. */
@FunctionalInterface
public interface RemoteMethod {
    /**
     * Does it, and answers, now or later. Called on the client's thread, which takes no more of its messages meanwhile: what
     * lasts belongs on a thread of the application. Whatever it throws is logged and answered with {@code internal}.
     */
    void call(Call call);
}

package dev.parley.endpoints.session;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A scripted Jakarta session. Writes down what is sent, and completes sends as told. Anything that our code has no
 * business to call fails the test.
 */
public final class FakeSession {
    /** What becomes of a send. */
    public enum Sends {
        /** Completes on the stack of the sender. */
        INLINE,
        /** Completes when {@link #complete()} is called, if ever. */
        LATER,
        /** Completes with a failure, on the stack of the sender. */
        FAIL,
        /** Throws. */
        THROW
    }

    private final String id;
    private final Map<String, Object> userProperties = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private final ArrayDeque<SendHandler> underWay = new ArrayDeque<>();
    private final Session session;
    private final RemoteEndpoint.Async remote;
    private final RemoteEndpoint.Basic blocking;
    private volatile Sends sends = Sends.INLINE;
    private volatile boolean closeThrows;
    private volatile boolean brokenId;
    private volatile Runnable onClose = () -> {};
    private volatile long sendTimeout = -1;
    private volatile long idleTimeout = 1;

    /** Makes an open session that completes sends inline. */
    public FakeSession(String id) {
        this.id = id;
        this.remote = proxy(RemoteEndpoint.Async.class, this::remoteCall);
        this.blocking = proxy(RemoteEndpoint.Basic.class, this::blockingCall);
        this.session = proxy(Session.class, this::sessionCall);
    }

    /** Returns the session to hand to the code under test. */
    public Session session() {
        return session;
    }

    /** Says what becomes of the sends from now on. */
    public FakeSession sends(Sends how) {
        sends = how;
        return this;
    }

    /** Makes each close throw, as Tyrus does for a second one. */
    public void closeThrows() {
        closeThrows = true;
    }

    /** Makes {@code getId} throw. */
    public void breakId() {
        brokenId = true;
    }

    /** Runs {@code action} during each close, as containers run their close handlers. */
    public void onClose(Runnable action) {
        onClose = action;
    }

    /** Completes the oldest send under way. */
    public void complete() {
        take().onResult(new SendResult());
    }

    /** Fails the oldest send under way. */
    public void fail(Throwable cause) {
        take().onResult(new SendResult(cause));
    }

    private SendHandler take() {
        synchronized (log) {
            return underWay.remove();
        }
    }

    /** Returns how many sends are under way. */
    public int underWay() {
        synchronized (log) {
            return underWay.size();
        }
    }

    /** Returns what was sent since the last call, such as {@code text hello} or {@code close 1009 too big}. */
    public List<String> drain() {
        synchronized (log) {
            List<String> drained = List.copyOf(log);
            log.clear();
            return drained;
        }
    }

    long sendTimeout() {
        return sendTimeout;
    }

    long idleTimeout() {
        return idleTimeout;
    }

    /** Returns the user properties of the session. */
    public Map<String, Object> userProperties() {
        return userProperties;
    }

    private Object sessionCall(Method method, Object[] args) throws IOException {
        switch (method.getName()) {
            case "getId" -> {
                if (brokenId) {
                    throw new IllegalStateException("closed");
                }
                return id;
            }
            case "getAsyncRemote" -> {
                return remote;
            }
            case "getBasicRemote" -> {
                return blocking;
            }
            case "getUserProperties" -> {
                return userProperties;
            }
            case "setMaxIdleTimeout" -> idleTimeout = (long) args[0];
            case "close" -> {
                CloseReason reason = (CloseReason) args[0];
                write("close " + reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
                onClose.run();
                if (closeThrows) {
                    throw new IllegalStateException("closed already");
                }
            }
            default -> throw new AssertionError("unexpected call of Session." + method.getName());
        }
        return this; // for methods that return nothing
    }

    private Object blockingCall(Method method, Object[] args) throws IOException {
        switch (method.getName()) {
            case "sendText" -> write("text " + args[0] + " at once");
            case "sendBinary" -> write("binary " + hex((ByteBuffer) args[0]) + " at once");
            default -> throw new AssertionError("unexpected call of RemoteEndpoint.Basic." + method.getName());
        }
        if (sends == Sends.FAIL) {
            throw new IOException("broken pipe");
        } else if (sends == Sends.THROW) {
            throw new IllegalStateException("the remote endpoint is in state TEXT_FULL_WRITING");
        }
        return this;
    }

    private Object remoteCall(Method method, Object[] args) throws IOException {
        switch (method.getName()) {
            case "sendText" -> send("text " + args[0], (SendHandler) args[1]);
            case "sendBinary" -> send("binary " + hex((ByteBuffer) args[0]), (SendHandler) args[1]);
            case "sendPing" -> {
                write("ping " + hex((ByteBuffer) args[0]));
                if (sends == Sends.FAIL || sends == Sends.THROW) {
                    throw new IOException("broken pipe");
                }
            }
            case "setSendTimeout" -> sendTimeout = (long) args[0];
            default -> throw new AssertionError("unexpected call of RemoteEndpoint.Async." + method.getName());
        }
        return this;
    }

    private void send(String what, SendHandler handler) {
        write(what);
        switch (sends) {
            case INLINE -> handler.onResult(new SendResult());
            case FAIL -> handler.onResult(new SendResult(new IOException("broken pipe")));
            case THROW -> throw new IllegalStateException("the remote endpoint is in state TEXT_FULL_WRITING");
            case LATER -> {
                synchronized (log) {
                    underWay.add(handler);
                }
            }
        }
    }

    private void write(String what) {
        synchronized (log) {
            log.add(what);
        }
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private interface Call {
        Object of(Method method, Object[] args) throws IOException;
    }

    private <T> T proxy(Class<T> type, Call call) {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + " " + id;
            default -> {
                Object result = call.of(method, args == null ? new Object[0] : args);
                yield method.getReturnType().isInstance(result) ? result : null;
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

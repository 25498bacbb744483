package dev.parley.endpoints;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;

/**
 * Answers {@code GET /health}: 200 while connections and messages are taken, 503 while shutting down or while messages
 * cannot be kept; the body says more.
 */
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Application application;

    /** Makes the servlet of an application. */
    public HealthServlet(Application application) {
        this.application = application;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        boolean ready = application.ready();
        byte[] body = ("{\"live\":true,\"ready\":" + ready + ",\"connections\":" + application.connections()
                        + ",\"channels\":" + application.channels() + ",\"store\":" + application.keepsMessages()
                        + "}\n")
                .getBytes(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        int status = ready ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        AnswerBody.write(response, status, body);
    }
}

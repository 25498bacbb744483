package dev.parley.endpoints;

import dev.parley.endpoints.settings.Settings.MetricsAccess;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;

/**
 * Answers {@code GET /metrics} in the text format of Prometheus: by default to this machine alone, and to no proxy on it,
 * which would pass on what strangers ask; the others get 403.
 */
public final class MetricsServlet extends HttpServlet {
    /** Where it is, below the context. */
    public static final String PATH = "/metrics";

    private static final long serialVersionUID = 1L;

    private final transient Application application;

    /** Makes the servlet of an application. */
    public MetricsServlet(Application application) {
        this.application = application;
    }

    /** Returns whether the settings want it. */
    public static boolean isFor(Application application) {
        MetricsAccess access = application.settings().metrics();
        return access == MetricsAccess.LOCAL || access == MetricsAccess.ALL;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        if (mayRead(request)) {
            answer(
                    response,
                    HttpServletResponse.SC_OK,
                    "text/plain; version=0.0.4",
                    application.metrics().text());
        } else {
            String why = "the setting parley.metrics lets only this machine read them, and no proxy\n";
            answer(response, HttpServletResponse.SC_FORBIDDEN, "text/plain", why);
        }
    }

    private boolean mayRead(HttpServletRequest request) {
        return application.settings().metrics() == MetricsAccess.ALL || HeaderValues.isLocal(request);
    }

    private static void answer(HttpServletResponse response, int status, String type, String text) {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        AnswerBody.write(response, status, text.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.parley.example.notifications;

import dev.parley.endpoints.api.Hub;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/** {@code POST /notifications}: the same for Tomcat and Jetty, which have no Jakarta REST, CDI or JTA. */
@WebServlet("/notifications")
public class NotificationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public NotificationServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Principal user = request.getUserPrincipal();
        if (user == null) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, "not logged in");
            return;
        }
        try (JsonReader json = Json.createReader(request.getInputStream())) {
            Notification.of(json.readObject())
                    .send(Hub.of(getServletContext()), user.getName())
                    .toCompletableFuture()
                    .join(); // it is kept
        }
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }
}

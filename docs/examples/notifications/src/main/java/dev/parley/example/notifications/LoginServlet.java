package dev.parley.example.notifications;

import dev.parley.endpoints.api.Hub;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;

/** {@code POST /login} with name and password, {@code DELETE /login}, and {@code GET /login}: who am I. */
@WebServlet("/login")
public class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Map<String, String> PASSWORDS = Map.of("Ada", "lovelace", "Grace", "hopper");

    /** Called by the container. */
    public LoginServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = String.valueOf(request.getParameter("name"));
        if (!String.valueOf(PASSWORDS.get(name)).equals(request.getParameter("password"))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "wrong name or password");
            return;
        }
        if (request.getSession(false) != null) {
            request.changeSessionId(); // else somebody might know it who fixed it
        }
        request.getSession().setAttribute(LoginFilter.USER, name);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Principal user = request.getUserPrincipal();
        if (user == null) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, "not logged in");
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(user.getName());
    }

    /** Ends the session, and the connections that were opened with it: not every server ends them. */
    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        Principal user = request.getUserPrincipal();
        if (user != null) {
            Hub.of(getServletContext()).connections(user.getName()).forEach(each -> each.close("signed out"));
            request.getSession().invalidate();
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}

package dev.parley.example.notifications;

import dev.parley.endpoints.api.Hub;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** {@code POST /rest/notifications}: sends one, if the transaction commits. */
@Path("notifications")
@RequestScoped
public class NotificationResource {
    @Inject
    private Hub hub;

    @Inject
    private Journal journal;

    /** Called by the server. */
    public NotificationResource() {}

    /** Sends a notification. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response send(JsonObject body, @Context SecurityContext security) {
        Principal user = security.getUserPrincipal();
        if (user == null) {
            throw new NotAuthorizedException("Session");
        }
        Notification notification = Notification.of(body);
        var unused = notification.send(hub, user.getName()); // waits for the commit: so nobody must wait for it here
        journal.write(notification.text()); // if this throws, nothing is sent
        return Response.accepted().build();
    }
}

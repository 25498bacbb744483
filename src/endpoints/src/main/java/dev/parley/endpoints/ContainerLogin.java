package dev.parley.endpoints;

import dev.parley.hub.spi.Identity;
import jakarta.websocket.server.HandshakeRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a container knows, by a login of its own, at an opening handshake. Stateless. */
final class ContainerLogin {
    private static final Logger LOG = System.getLogger(ContainerLogin.class.getName());

    private ContainerLogin() {}

    /** Returns who it is, with those of the roles that the rules name; empty if the container knows nobody. */
    static Optional<Identity> of(Admission admission, HandshakeRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal == null || !admission.application().trusts(admission.handshake())) {
            return Optional.empty();
        }
        String name = String.valueOf(principal.getName());
        if (!Identity.isName(name)) {
            LOG.log(Level.WARNING, "a user of the container has a name that is none here, and counts as a stranger");
            return Optional.empty();
        }
        Set<String> roles = admission.application().settings().auth().rules().roles().stream()
                .filter(request::isUserInRole)
                .collect(Collectors.toSet());
        return Optional.of(new Identity(name, roles, Optional.empty()));
    }
}

package dev.parley.endpoints;

import dev.parley.hub.protocol.HubProtocol;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The handshake of every endpoint: lets in whom {@link Application#admit} let in, and no one else. Compression is
 * off, since containers pay for it per connection and per message; the echo has it on.
 */
public class HandshakeConfigurator extends ServerEndpointConfig.Configurator {
    private static final Logger LOG = System.getLogger(HandshakeConfigurator.class.getName());

    private final AtomicBoolean warned = new AtomicBoolean(); // a stranger may cause it: once is enough

    /** Called by the container. */
    public HandshakeConfigurator() {}

    /** For an endpoint that compresses where the settings allow it and the container can (RFC 7692). */
    public static final class Compressing extends HandshakeConfigurator {
        /** Called by the container. */
        public Compressing() {}

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            boolean on = Admission.bound()
                    .map(admission -> admission.application().settings().echo().compression())
                    .orElse(false);
            List<Extension> offers =
                    requested.stream().filter(DeflateOffer::isGood).toList();
            return on ? getContainerDefaultConfigurator().getNegotiatedExtensions(installed, offers) : List.of();
        }
    }

    /** For the endpoint of the multiplexing protocol, which has a subprotocol of its own. */
    public static final class Hub extends HandshakeConfigurator {
        /** Called by the container. */
        public Hub() {}

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return requested.contains(HubProtocol.SUBPROTOCOL) ? HubProtocol.SUBPROTOCOL : "";
        }
    }

    @Override
    public boolean checkOrigin(String origin) {
        if (Admission.bound().isEmpty() && !warned.getAndSet(true)) {
            LOG.log(
                    Level.WARNING,
                    "a handshake came past ParleyContextListener and is refused: is it missing in this application"
                            + " (metadata-complete in web.xml hides it)?");
        }
        return Admission.bound().map(admission -> admission.refusal().isEmpty()).orElse(false);
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        List<String> spoken = Admission.bound()
                .map(admission -> admission.application().settings().subprotocols())
                .orElse(List.of());
        return requested.stream().filter(spoken::contains).findFirst().orElse("");
    }

    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Admission.bound().ifPresent(admission -> admission.putInto(config, ContainerLogin.of(admission, request)));
    }
}

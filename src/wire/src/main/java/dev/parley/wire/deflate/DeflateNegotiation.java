package dev.parley.wire.deflate;

import dev.parley.wire.deflate.DeflateParameters.In;
import dev.parley.wire.handshake.Extension;
import dev.parley.wire.handshake.Extension.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * Agrees on permessage-deflate during the opening handshake (5, 7.1), for either role. All methods are pure and safe for
 * any thread.
 *
 * <p>Small windows are agreed to and kept, although {@link java.util.zip.Deflater} always looks back 32 KiB:
 * {@link PermessageDeflate} makes it forget all it has seen before its input outgrows the window agreed. That costs
 * compression, not correctness; see there.
 */
public final class DeflateNegotiation {
    /** The name of the extension (7). */
    public static final String EXTENSION = DeflateParameters.EXTENSION;

    private DeflateNegotiation() {}

    /**
     * An offer that a server takes.
     *
     * @param answer to put into the response
     */
    public record Accepted(DeflateAgreement agreement, Extension answer) {}

    /**
     * As a server: takes the first offer of permessage-deflate that is valid; the client has put the best first (5).
     *
     * @param offers every extension of the request, others among them
     * @return empty if no offer is valid: then the server answers without this extension, which is no error
     */
    public static Optional<Accepted> accept(List<Extension> offers, DeflateSettings settings) {
        return named(offers).stream()
                .map(offer -> DeflateParameters.of(offer, In.OFFER))
                .filter(offer -> offer.fault().isEmpty()) // 7: declines this offer, not the handshake
                .findFirst()
                .map(offer -> accept(offer, settings));
    }

    /** As a client: what to offer for these settings. */
    public static Extension offer(DeflateSettings settings) {
        DeflateDirection server = settings.peer();
        DeflateDirection client = settings.own();
        // 7.1.2.2: without a value it says that the server may choose a window, as every window can be kept
        Parameter window = client.hasSmallWindow()
                ? window(DeflateParameters.CLIENT_MAX_WINDOW_BITS, client)
                : Parameter.of(DeflateParameters.CLIENT_MAX_WINDOW_BITS);
        return DeflateParameters.toExtension(List.of(
                noTakeover(DeflateParameters.SERVER_NO_CONTEXT_TAKEOVER, server),
                noTakeover(DeflateParameters.CLIENT_NO_CONTEXT_TAKEOVER, client),
                Optional.of(window(DeflateParameters.SERVER_MAX_WINDOW_BITS, server))
                        .filter(parameter -> server.hasSmallWindow()),
                Optional.of(window)));
    }

    /**
     * As a client: judges the answer.
     *
     * @param offers every extension of the request, those of {@link #offer} among them
     * @param answers every extension of the response
     * @throws IllegalArgumentException if an offer of permessage-deflate is not valid itself
     */
    public static DeflateAnswer judge(List<Extension> offers, List<Extension> answers) {
        List<Extension> ours = named(answers);
        if (ours.isEmpty()) {
            return new DeflateAnswer.NotUsed();
        }
        if (ours.size() > 1) {
            return new DeflateAnswer.Failed(DeflateFault.REPEATED_ANSWER);
        }
        DeflateParameters answer = DeflateParameters.of(ours.get(0), In.ANSWER);
        DeflateFault fault = answer.fault().orElse(DeflateFault.UNOFFERED);
        for (Extension extension : named(offers)) {
            DeflateParameters offer = DeflateParameters.of(extension, In.OFFER);
            if (offer.fault().isPresent()) {
                throw new IllegalArgumentException(offer.fault().get() + " in own offer " + extension);
            }
            Optional<DeflateFault> disagreement = answer.fault().or(() -> disagreement(offer, answer));
            if (disagreement.isEmpty()) {
                // 7.1.1.2, 7.1.2.2: what the client hinted at it does, whether the answer says so or not
                DeflateDirection client = answer.client().and(offer.client());
                return new DeflateAnswer.Agreed(new DeflateAgreement(answer.server(), client));
            }
            fault = disagreement.get();
        }
        return new DeflateAnswer.Failed(fault);
    }

    private static Accepted accept(DeflateParameters offer, DeflateSettings settings) {
        DeflateDirection server = offer.server().and(settings.own());
        // 7.1.2.2: the client's window may be restricted only if the offer says that it can be
        DeflateDirection wish = offer.has(DeflateParameters.CLIENT_MAX_WINDOW_BITS)
                ? settings.peer()
                : new DeflateDirection(settings.peer().contextTakeover(), DeflateDirection.MAX_WINDOW_BITS);
        DeflateDirection client = offer.client().and(wish);
        Extension answer = DeflateParameters.toExtension(List.of(
                noTakeover(DeflateParameters.SERVER_NO_CONTEXT_TAKEOVER, server),
                noTakeover(DeflateParameters.CLIENT_NO_CONTEXT_TAKEOVER, client),
                Optional.of(window(DeflateParameters.SERVER_MAX_WINDOW_BITS, server)) // 7.1.2.1: answers if asked
                        .filter(parameter -> server.hasSmallWindow() || offer.has(parameter.name())),
                Optional.of(window(DeflateParameters.CLIENT_MAX_WINDOW_BITS, client))
                        .filter(parameter -> client.hasSmallWindow())));
        return new Accepted(new DeflateAgreement(server, client), answer);
    }

    private static Optional<DeflateFault> disagreement(DeflateParameters offer, DeflateParameters answer) {
        if (offer.has(DeflateParameters.SERVER_NO_CONTEXT_TAKEOVER)
                && !answer.has(DeflateParameters.SERVER_NO_CONTEXT_TAKEOVER)) {
            return Optional.of(DeflateFault.CONTEXT_TAKEOVER_NOT_CONFIRMED);
        }
        if (answer.server().maxWindowBits() > offer.server().maxWindowBits()) {
            return Optional.of(DeflateFault.SERVER_WINDOW_TOO_LARGE);
        }
        boolean invited = offer.has(DeflateParameters.CLIENT_MAX_WINDOW_BITS)
                && answer.client().maxWindowBits() <= offer.client().maxWindowBits();
        return answer.has(DeflateParameters.CLIENT_MAX_WINDOW_BITS) && !invited
                ? Optional.of(DeflateFault.UNASKED_CLIENT_WINDOW)
                : Optional.empty();
    }

    private static List<Extension> named(List<Extension> extensions) {
        return extensions.stream()
                .filter(extension -> extension.name().equals(EXTENSION))
                .toList();
    }

    private static Optional<Parameter> noTakeover(String name, DeflateDirection direction) {
        return direction.contextTakeover() == ContextTakeover.FORBIDDEN
                ? Optional.of(Parameter.of(name))
                : Optional.empty();
    }

    private static Parameter window(String name, DeflateDirection direction) {
        return Parameter.of(name, Integer.toString(direction.maxWindowBits()));
    }
}

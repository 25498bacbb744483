package dev.parley.conformance.script;

import dev.parley.conformance.script.ExtensionList.Element;
import dev.parley.conformance.verdict.Judgement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What client and server agreed on permessage-deflate (RFC 7692 7.1). Immutable.
 *
 * @param agreed whether it is in use; if not, the rest says nothing
 * @param serverForgets whether the server's messages refer to none before
 * @param serverBits how far the server looks back, as a power of two
 * @param clientForgets whether the client's messages must refer to none before
 * @param clientBits how far the client may look back, as a power of two
 */
public record DeflateTerms(
        boolean agreed, boolean serverForgets, int serverBits, boolean clientForgets, int clientBits) {
    /** Not in use. */
    public static final DeflateTerms NONE = new DeflateTerms(false, false, 15, false, 15);

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_FORGETS = "server_no_context_takeover";
    private static final String CLIENT_FORGETS = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final int MAX_BITS = 15;

    /**
     * Judges the extensions of an answer against the request.
     *
     * @throws Judgement if the server answers with what was not offered, or with parameters that are not valid
     */
    public static DeflateTerms judge(OpeningRequest request, Answer answer) throws Judgement {
        List<String> values = answer.values("Sec-WebSocket-Extensions");
        if (values.isEmpty()) {
            return NONE;
        }
        List<Element> answered = ExtensionList.parse(values)
                .orElseThrow(
                        () -> Judgement.fail("extensions that follow the grammar of 9.1", String.join(", ", values)));
        List<Element> offers = ExtensionList.parseLeniently(request.values("Sec-WebSocket-Extensions"))
                .orElse(List.of());
        for (Element element : answered) {
            if (offers.stream().noneMatch(offer -> offer.name().equals(element.name()))) {
                throw Judgement.fail("only extensions that were offered (4.2.2)", element.toString());
            }
        }
        List<Element> ours =
                answered.stream().filter(element -> element.name().equals(NAME)).toList();
        if (ours.isEmpty()) {
            return NONE;
        }
        if (ours.size() > 1) {
            throw Judgement.fail("permessage-deflate once in the answer (RFC 7692 5)", answered.toString());
        }
        return terms(ours.get(0), offers);
    }

    private static DeflateTerms terms(Element answer, List<Element> offers) throws Judgement {
        Optional<String> wrong = fault(answer, false);
        if (wrong.isPresent()) {
            throw Judgement.fail("valid parameters of permessage-deflate (RFC 7692 7.1)", wrong.get() + ": " + answer);
        }
        boolean fits = offers.stream()
                .filter(offer -> offer.name().equals(NAME) && fault(offer, true).isEmpty())
                .anyMatch(offer -> answers(answer.map(), offer.map()));
        if (!fits) {
            throw Judgement.fail("an answer that one of the offers allows (RFC 7692 7.1)", answer.toString());
        }
        Map<String, String> map = answer.map();
        return new DeflateTerms(
                true,
                map.containsKey(SERVER_FORGETS),
                bits(map, SERVER_BITS),
                map.containsKey(CLIENT_FORGETS),
                bits(map, CLIENT_BITS));
    }

    /** What is wrong with the parameters on their own. */
    private static Optional<String> fault(Element element, boolean offer) {
        if (element.map().size() != element.parameters().size()) {
            return Optional.of("a parameter twice");
        }
        for (ExtensionList.Parameter parameter : element.parameters()) {
            boolean valid = switch (parameter.name()) {
                case SERVER_FORGETS, CLIENT_FORGETS -> parameter.value().isEmpty();
                case SERVER_BITS -> isBits(parameter.value());
                case CLIENT_BITS ->
                    isBits(parameter.value()) || (offer && parameter.value().isEmpty());
                default -> false;
            };
            if (!valid) {
                return Optional.of("parameter " + parameter);
            }
        }
        return Optional.empty();
    }

    private static boolean answers(Map<String, String> answer, Map<String, String> offer) {
        boolean forgets = answer.containsKey(SERVER_FORGETS) || !offer.containsKey(SERVER_FORGETS); // 7.1.1.1
        boolean window = !offer.containsKey(SERVER_BITS) // 7.1.2.1
                || (answer.containsKey(SERVER_BITS) && bits(answer, SERVER_BITS) <= bits(offer, SERVER_BITS));
        boolean clientWindow = !answer.containsKey(CLIENT_BITS) // 7.1.2.2
                || (offer.containsKey(CLIENT_BITS) && bits(answer, CLIENT_BITS) <= bits(offer, CLIENT_BITS));
        return forgets && window && clientWindow;
    }

    private static boolean isBits(Optional<String> value) {
        return value.filter(text -> text.matches("[89]|1[0-5]")).isPresent();
    }

    private static int bits(Map<String, String> map, String name) {
        String value = map.getOrDefault(name, "");
        return value.isEmpty() ? MAX_BITS : Integer.parseInt(value);
    }
}

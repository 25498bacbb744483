package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.accepting;
import static dev.parley.conformance.reference.Behaviours.refusing;
import static dev.parley.conformance.reference.Behaviours.response;
import static dev.parley.conformance.reference.Behaviours.takingOrigins;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What those of {@link SecondBlindFault} do that are about the answer to a request, and about origins. Stateless. */
final class SecondAnswerFaults {
    private static final Pattern ACCEPT = Pattern.compile("(Sec-WebSocket-Accept: )([^\r\n]*)");

    private SecondAnswerFaults() {}

    static Behaviour empty(String name) {
        return accepting(head -> Behaviours.has(head, name) ? head : Behaviours.with(head, name + ": "));
    }

    static Behaviour noSpaceBehindStatus() {
        return accepting(head -> head.replaceFirst("101 Switching Protocols", "101"));
    }

    static Behaviour adding(String line) {
        return accepting(head -> Behaviours.with(head, line));
    }

    static Behaviour linesEndWithLf() {
        return response(head -> head.replace("\r\n", "\n"));
    }

    static Behaviour acceptUrlSafe() {
        return accept(value -> value.replace('+', '-').replace('/', '_'));
    }

    private static Behaviour accept(UnaryOperator<String> change) {
        return accepting(head -> ACCEPT.matcher(head)
                .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + change.apply(found.group(2)))));
    }

    static Behaviour bodyShorterThanSaid() {
        return refusing(head -> head.replaceFirst("(Content-Length: )(?=\\d)", "$11"));
    }

    static Behaviour clientBitsWithoutValue() {
        return accepting(head -> head.replaceFirst("(client_max_window_bits)=\\d+", "$1"));
    }

    static Behaviour clientBitsWidest() {
        return accepting(head -> head.replaceFirst("(client_max_window_bits)=\\d+", "$1=15"));
    }

    static Behaviour originWithoutScheme() {
        return takingOrigins(
                (origin, own) -> origin.replaceFirst("^[a-z]+:", "").equals(own.replaceFirst("^[a-z]+:", "")));
    }
}

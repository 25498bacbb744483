package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.websocket.Extension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7692 7.1: which offers are to be declined, and which are not worth a promise that containers break. */
class DeflateOfferTest {
    @ParameterizedTest
    @CsvSource({
        "permessage-deflate, true",
        "permessage-deflate; client_max_window_bits, true",
        "permessage-deflate; client_max_window_bits=8, true",
        "permessage-deflate; client_max_window_bits=15; server_no_context_takeover; client_no_context_takeover, true",
        "permessage-deflate; client_max_window_bits=7, false",
        "permessage-deflate; client_max_window_bits=16, false",
        "permessage-deflate; client_max_window_bits=09, false",
        "permessage-deflate; client_max_window_bits=ten, false",
        "permessage-deflate; client_max_window_bits; client_max_window_bits, false",
        "permessage-deflate; server_max_window_bits=10, false",
        "permessage-deflate; server_no_context_takeover=1, false",
        "permessage-deflate; client_no_context_takeover=x, false",
        "permessage-deflate; level=9, false",
        "x-other, false"
    })
    void takesOnlyWhatEveryContainerAnswersByTheRules(String offer, boolean good) {
        assertEquals(good, DeflateOffer.isGood(new Offer(offer.split("; ", -1))));
    }

    private record Offer(List<String> parts) implements Extension {
        Offer(String... parts) {
            this(List.of(parts));
        }

        @Override
        public String getName() {
            return parts.get(0);
        }

        @Override
        public List<Parameter> getParameters() {
            List<Parameter> parameters = new ArrayList<>();
            for (String part : parts.subList(1, parts.size())) {
                String[] words = part.split("=", 2);
                parameters.add(new Value(words[0], words.length == 1 ? "" : words[1]));
            }
            return parameters;
        }
    }

    private record Value(String name, String value) implements Extension.Parameter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getValue() {
            return value;
        }
    }
}

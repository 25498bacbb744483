package dev.parley.hub.protocol;

import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes {@code good:NAME:SECONDS} and {@code good:NAME:SECONDS:ROLE}, which last so long from now; knows some others. */
record TestTokens(InstantSource clock) implements TokenVerifier {
    @Override
    public Verdict verify(String token) {
        List<String> parts = List.of(token.split(":", -1));
        return switch (parts.get(0)) {
            case "good" ->
                new Verified(new Identity(
                        parts.get(1),
                        Set.copyOf(parts.subList(3, parts.size())),
                        Optional.of(clock.instant().plusSeconds(Long.parseLong(parts.get(2))))));
            case "old" -> new Refused(Why.EXPIRED, "the token has expired");
            case "new" -> new Refused(Why.LATER, "the key of the token is being asked for");
            default -> new Refused(Why.BAD, "the signature is wrong");
        };
    }
}

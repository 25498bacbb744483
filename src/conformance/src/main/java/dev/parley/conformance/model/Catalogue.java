package dev.parley.conformance.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Cases in a fixed order, each id once. Immutable. */
public final class Catalogue {
    private final Map<String, ConformanceCase> byId = new LinkedHashMap<>();

    /**
     * These cases, in this order.
     *
     * @throws IllegalArgumentException if two have the same id
     */
    public Catalogue(Stream<ConformanceCase> cases) {
        cases.forEach(one -> {
            if (byId.put(one.id(), one) != null) {
                throw new IllegalArgumentException("two cases with the id " + one.id());
            }
        });
    }

    /** All cases. */
    public Collection<ConformanceCase> all() {
        return List.copyOf(byId.values());
    }

    /** The case with this id. */
    public Optional<ConformanceCase> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** How many there are. */
    public int size() {
        return byId.size();
    }
}

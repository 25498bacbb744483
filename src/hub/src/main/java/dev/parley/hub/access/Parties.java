package dev.parley.hub.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users, or the addresses, that are connected: their connections, and what they have done lately. Somebody who has gone is
 * remembered until his buckets are full again, so that coming back brings no new tokens. Safe for any thread.
 */
final class Parties {
    private final String of;
    private final RateLimits.Pace pace;
    private final ConcurrentHashMap<String, Party> parties = new ConcurrentHashMap<>();

    /** Confined to the map's own lock on its name. */
    private record Party(Meter meter, Set<Login> logins) {}

    Parties(String of, RateLimits.Pace pace) {
        this.of = of;
        this.pace = pace;
    }

    /**
     * Somebody who has come.
     *
     * @param meter of the party
     * @param rank how many connections the party had then, this one included
     */
    record Entry(Meter meter, int rank) {}

    Entry enter(String name, Login login, long nowNanos) {
        int[] rank = {0};
        Party party = parties.compute(name, (key, known) -> {
            Party entered = known == null ? new Party(new Meter(of, pace, nowNanos), new HashSet<>(1)) : known;
            entered.logins().add(login);
            rank[0] = entered.logins().size();
            return entered;
        });
        return new Entry(party.meter(), rank[0]);
    }

    void leave(String name, Login login, long nowNanos) {
        parties.computeIfPresent(name, (key, party) -> {
            party.logins().remove(login);
            return isOver(party, nowNanos) ? null : party;
        });
    }

    List<Login> logins(String name) {
        List<Login> all = new ArrayList<>();
        parties.computeIfPresent(name, (key, party) -> {
            all.addAll(party.logins());
            return party;
        });
        return List.copyOf(all);
    }

    void sweep(long nowNanos) {
        for (String name : parties.keySet()) {
            parties.computeIfPresent(name, (key, party) -> isOver(party, nowNanos) ? null : party);
        }
    }

    /** Returns how many are known. */
    int size() {
        return parties.size();
    }

    private static boolean isOver(Party party, long nowNanos) {
        return party.logins().isEmpty() && party.meter().isIdle(nowNanos);
    }
}

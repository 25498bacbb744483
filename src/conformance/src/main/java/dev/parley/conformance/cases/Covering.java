package dev.parley.conformance.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Members of a product that is too large to be sent whole: enough of them that each aspect, such as a pair of values, is
 * met by one at least. Which ones they are is the same on each run. For one thread.
 */
final class Covering<T> {
    private final List<Candidate<T>> candidates = new ArrayList<>();

    private record Candidate<T>(int number, T member, Set<Aspect> aspects) {
        int misses(Set<Aspect> met) {
            int count = 0;
            for (Aspect aspect : aspects) {
                count += met.contains(aspect) ? 0 : 1;
            }
            return count;
        }
    }

    /** Something that has to be met: values, of which the first says what they are. */
    record Aspect(List<Object> values) {}

    /** An aspect of these values. */
    static Aspect aspect(Object... values) {
        return new Aspect(List.of(values));
    }

    /** A member that may be left out if others meet each of its aspects. */
    void add(T member, Aspect... aspects) {
        candidates.add(new Candidate<>(candidates.size(), member, Set.of(aspects)));
    }

    /** Those that are left, in the order in which they came: first taken are those that meet the most. */
    List<T> members() {
        List<Candidate<T>> left = new ArrayList<>(candidates);
        Collections.shuffle(left, new Random(candidates.size())); // neighbours have much in common
        Set<Integer> taken = new TreeSet<>();
        Set<Aspect> met = new HashSet<>();
        int most = left.stream().mapToInt(one -> one.aspects.size()).max().orElse(0);
        for (int least = most; least > 0; least--) {
            for (Candidate<T> one : left) {
                if (one.misses(met) >= least) {
                    taken.add(one.number);
                    met.addAll(one.aspects);
                }
            }
        }
        return taken.stream().map(number -> candidates.get(number).member).toList();
    }
}

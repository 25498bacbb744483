package dev.parley.conformance.runner;

import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import java.util.List;

/**
 * Which cases to run. Immutable.
 *
 * @param cases patterns of which one must select a case; none means all
 * @param exclude patterns of which none may select it
 * @param compat what of Autobahn's repetitions to run
 */
public record Selection(List<CasePattern> cases, List<CasePattern> exclude, Compat compat) {
    /** Everything but Autobahn's repetitions. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Compat.SHARP);

    /** What to run of the categories 12 and 13. */
    public enum Compat {
        /** The sharper cases in their stead. */
        SHARP,
        /** All 216, and of the other cases only those that have an id of Autobahn's. */
        AUTOBAHN
    }

    /** Copies the lists. */
    public Selection {
        cases = List.copyOf(cases);
        exclude = List.copyOf(exclude);
    }

    /** The cases selected, in the order of the catalogue. */
    public List<ConformanceCase> of(Catalogue catalogue) {
        return catalogue.all().stream().filter(this::selects).toList();
    }

    private boolean selects(ConformanceCase one) {
        boolean autobahn = Character.isDigit(one.id().charAt(0));
        boolean fits = compat == Compat.AUTOBAHN ? autobahn : !one.needs(Need.COMPAT);
        return fits
                && (cases.isEmpty() || cases.stream().anyMatch(pattern -> pattern.selects(one)))
                && exclude.stream().noneMatch(pattern -> pattern.selects(one));
    }
}

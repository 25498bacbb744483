package dev.parley.conformance.model;

import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Script;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a case down: {@code must("2.1", "5.5.2", "...").why("...").connected(send(...), expect(...))}. Begin with the
 * level, end with {@link #connected}, {@link #deflated}, {@link #handshake} or {@link #raw}. Good for one case.
 */
public final class CaseBuilder {
    private final String id;
    private final String section;
    private final String title;
    private final Level level;
    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private final Set<String> tags = new LinkedHashSet<>();
    private String why = "";

    private CaseBuilder(Level level, String id, String section, String title) {
        this.level = level;
        this.id = id;
        this.section = section;
        this.title = title;
    }

    /** A case about a rule that binds without exception. */
    public static CaseBuilder must(String id, String section, String title) {
        return new CaseBuilder(Level.MUST, id, section, title);
    }

    /** A case about a rule that binds unless there is a good reason. */
    public static CaseBuilder should(String id, String section, String title) {
        return new CaseBuilder(Level.SHOULD, id, section, title);
    }

    /** A case that shows which way a server went. */
    public static CaseBuilder may(String id, String section, String title) {
        return new CaseBuilder(Level.MAY, id, section, title);
    }

    /** A case about what users expect and no RFC demands. */
    public static CaseBuilder quality(String id, String section, String title) {
        return new CaseBuilder(Level.QUALITY, id, section, title);
    }

    /** A case of this level. */
    public static CaseBuilder at(Level level, String id, String section, String title) {
        return new CaseBuilder(level, id, section, title);
    }

    /** Why what is accepted is accepted, and nothing else: a sentence or two. */
    public CaseBuilder why(String sentences) {
        this.why = sentences;
        return this;
    }

    /** Nothing else may run at the same time. */
    public CaseBuilder alone() {
        return needing(Need.ALONE);
    }

    /** What else it needs. */
    public CaseBuilder needing(Need need) {
        needs.add(need);
        return this;
    }

    /** Words to select it by. */
    public CaseBuilder tags(String... words) {
        tags.addAll(List.of(words));
        return this;
    }

    /** Steps on an open connection; see {@link Script#connected}. */
    public ConformanceCase connected(Step... steps) {
        return build(Script.connected(OpeningRequest.upgrade(), steps));
    }

    /** Steps on an open connection with an offer; unsupported if the server does not take permessage-deflate. */
    public ConformanceCase deflated(String offer, Step... steps) {
        needs.add(Need.DEFLATE);
        List<Step> all = new ArrayList<>();
        all.add(DeflateSteps.agreed(OpeningRequest.upgrade().offering(offer)));
        all.addAll(List.of(steps));
        return build(Script.connected(OpeningRequest.upgrade(), all.toArray(Step[]::new)));
    }

    /** A request and what is to be said of the answer; nothing is put behind. */
    public ConformanceCase handshake(OpeningRequest request, Step... steps) {
        List<Step> all = new ArrayList<>();
        all.add(Handshakes.request(request));
        all.addAll(List.of(steps));
        return build(new Script(all));
    }

    /** A request that the server has to accept, and then steps as in {@link #connected}. */
    public ConformanceCase opened(OpeningRequest request, Step... steps) {
        return build(Script.connected(request, steps));
    }

    /** Exactly these steps. */
    public ConformanceCase raw(Step... steps) {
        return build(Script.raw(steps));
    }

    private ConformanceCase build(Script script) {
        return new ConformanceCase(id, title, section, level, why, script, needs, tags);
    }
}

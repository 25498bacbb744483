package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.being;
import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.refusingWhere;

/**
 * What a request asks for besides, in which order requests come, and what is below TLS: more of the ways of {@link
 * Fault}, which are asked in the same manner.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum RequestFault implements Planted {
    REFUSES_WITH_OLD_HTTP(TurnFaults.refusedWithOldHttp()),
    NAMES_VERSIONS_NOT_SPOKEN(TurnFaults.versionsNamed()),
    CONTINUES_UNASKED(TurnFaults.continuedFirst()),
    TAKES_WORDS_BEHIND_HTTP(readingAs("^(GET \\S+ HTTP/1\\.1) [^\r]*", "$1")),
    TAKES_TARGETS_WITHOUT_HOST(readingAs("^GET https?:///", "GET /")),
    DROPS_HIGH_BITS(TurnFaults.highBitsDropped()),
    REFUSES_UNDERSCORES_IN_HOST(refusingWhere("(?im)^Host: [^\r]*_")),
    REFUSES_SINGLE_QUOTES(refusingWhere("(?m)^X-Odd: [^\r\"]*\"[^\r\"]*\r")),
    TRUSTS_FORWARDED_HOST(TurnFaults.forwardedHostTrusted()),
    LEAVES_REST_OF_REFUSED(being(Trait.LEAVES_REST_OF_REFUSED)),
    ANSWERS_KEPT_TWICE(TurnFaults.keptAnsweredTwice()),
    LOSES_BYTE_BEHIND_CUT_HEAD(being(Trait.LOSES_BYTE_BEHIND_CUT_HEAD)),
    OVERLOOKS_REQUEST_BEFORE_FIN(being(Trait.OVERLOOKS_REQUEST_BEFORE_FIN)),

    PICKS_FIRST_PROTOCOL(being(Trait.PICKS_FIRST_PROTOCOL)),
    KEEPS_CUT_TLS(being(Trait.KEEPS_CUT_TLS)),
    ENDS_AT_NEW_KEYS(being(Trait.ENDS_AT_NEW_KEYS)),
    DROPS_UNKNOWN_RECORDS(being(Trait.DROPS_UNKNOWN_RECORDS)),
    HOLDS_RECORDS_BEHIND_OTHERS(being(Trait.HOLDS_RECORDS_BEHIND_OTHERS)),
    READS_RECORDS_ONCE(being(Trait.READS_RECORDS_ONCE)),
    ENDS_AT_ODD_HELLO(being(Trait.ENDS_AT_ODD_HELLO)),
    ANSWERS_HEARTBEATS(being(Trait.ANSWERS_HEARTBEATS)),
    REMEMBERS_EXTENSIONS_OF_SESSION(being(Trait.REMEMBERS_EXTENSIONS));

    private final Behaviour behaviour;

    RequestFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}

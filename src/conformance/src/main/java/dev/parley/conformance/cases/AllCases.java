package dev.parley.conformance.cases;

import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import java.util.stream.Stream;

/** The catalogue: every topic, in the order in which it is listed. Stateless. */
public final class AllCases {
    private AllCases() {}

    /** Every case there is. */
    public static Catalogue catalogue() {
        return new Catalogue(Stream.of(autobahn(), topics()).flatMap(cases -> cases));
    }

    /** The cases with the ids of the Autobahn test suite. */
    private static Stream<ConformanceCase> autobahn() {
        return Stream.of(
                        FramingCases.cases(),
                        PingCases.cases(),
                        ReservedBitCases.cases(),
                        OpcodeCases.cases(),
                        FragmentationCases.cases(),
                        Utf8Cases.cases(),
                        CloseCases.cases(),
                        LimitCases.cases(),
                        DeflateCompatCases.cases())
                .flatMap(cases -> cases);
    }

    /** What Autobahn does not ask, a line for each topic. */
    private static Stream<ConformanceCase> topics() {
        return Stream.of(
                        HandshakeCases.cases(),
                        HandshakeVersionCases.cases(),
                        HandshakeSyntaxCases.cases(),
                        HandshakeReadingCases.cases(),
                        HandshakeKeyCases.cases(),
                        HandshakeSweepCases.cases(),
                        HandshakeRefusalCases.cases(),
                        HandshakeFormCases.cases(),
                        HandshakeDamageCases.cases(),
                        AnswerCases.cases(),
                        HandshakeAskedCases.cases(),
                        HandshakeTurnCases.cases(),
                        TlsFormCases.cases(),
                        TlsHelloCases.cases(),
                        ArrivalCases.cases(),
                        OriginCases.cases(),
                        SubprotocolCases.cases(),
                        NegotiationCases.cases(),
                        MaskingCases.cases(),
                        LengthCases.cases(),
                        ReservedMatrixCases.cases(),
                        OpcodeMatrixCases.cases(),
                        FragmentCases.cases(),
                        InterleavingCases.cases(),
                        Utf8MoreCases.cases(),
                        ClosingBodyCases.cases(),
                        ClosingOrderCases.cases(),
                        ClosingTcpCases.cases(),
                        ClosingFormCases.cases(),
                        DeflateMessageCases.cases(),
                        DeflateContextCases.cases(),
                        InflatedLimitCases.cases(),
                        BoundCases.cases(),
                        SameLimitCases.cases(),
                        LoadCases.cases(),
                        WalkCases.cases(),
                        TogetherCases.cases(),
                        SegmentCases.cases(),
                        LengthSweepCases.cases(),
                        Utf8SweepCases.cases(),
                        ClosingSweepCases.cases(),
                        DeflateSweepCases.cases(),
                        BesideDeflateCases.cases(),
                        FrameSweepCases.cases(),
                        BadFrameSweepCases.cases(),
                        ContentSweepCases.cases(),
                        BorderCases.cases(),
                        DeflateMatchCases.cases(),
                        DeflateFormCases.cases(),
                        FragmentEdgeCases.cases(),
                        DeflateContentCases.cases(),
                        LimitBorderCases.cases(),
                        UnreadCases.cases(),
                        BehindCases.cases(),
                        HandshakeListCases.cases(),
                        NeighbourCases.cases(),
                        BehindRequestCases.cases(),
                        TargetCases.cases(),
                        OriginNearCases.cases(),
                        HeadEndCases.cases(),
                        StateSweepCases.cases(),
                        BlockCodeCases.cases(),
                        ContentFormCases.cases(),
                        EndStateCases.cases(),
                        LimitStateCases.cases(),
                        PauseCases.cases(),
                        TlsCases.cases())
                .flatMap(cases -> cases);
    }
}

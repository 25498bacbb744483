package dev.parley.conformance.reference;

import java.util.List;
import java.util.stream.Stream;

/** A fault that the {@link ReferenceServer} can be started with. */
public sealed interface Planted
        permits Fault,
                RequestFault,
                BlindFault,
                SecondBlindFault,
                ThirdBlindFault,
                FourthBlindFault,
                FifthBlindFault,
                SixthBlindFault,
                SeventhBlindFault {
    /** All there are. */
    static List<Planted> all() {
        return Stream.<Planted[]>of(
                        Fault.values(),
                        RequestFault.values(),
                        BlindFault.values(),
                        SecondBlindFault.values(),
                        ThirdBlindFault.values(),
                        FourthBlindFault.values(),
                        FifthBlindFault.values(),
                        SixthBlindFault.values(),
                        SeventhBlindFault.values())
                .flatMap(Stream::of)
                .toList();
    }

    /** As it stands in tables. */
    String name();

    /** What it changes. */
    Behaviour behaviour();

    /** Whether what one connection does may be felt on others. */
    default boolean isFeltByOthers() {
        return Trait.DEADLY.stream().anyMatch(behaviour()::has)
                || Trait.COMMON.stream().anyMatch(behaviour()::has);
    }
}

package dev.parley.bench.codec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A row of the table of targets: how many times the CPU of {@code subject} the {@code reference} must take, at least.
 *
 * @param text what the row says
 */
record Target(String text, Point subject, Point reference, double least) {
    private static final int[] TEXT_SIZES = {16, 1024, 16384};

    /** All rows. */
    static List<Target> all() {
        List<Target> all = new ArrayList<>(quick());
        all.add(toNetty("txt-1024", 12));
        all.add(toNetty("bin-1048576", 2));
        for (String work : List.of("txt-1024")) {
            all.add(toBound(work, 0.85));
        }
        for (String work : List.of("bin-1024", "bin-1048576")) {
            all.add(toBound(work, 0.9));
        }
        for (String work : List.of("txt-16", "txt-16384", "bin-16384", "utf-16384")) {
            Point cut = new Point(work + "@1460", Peers.PARLEY);
            all.add(new Target(
                    work + " in reads of 1,460 bytes, against whole", cut, new Point(work, Peers.PARLEY), 1 / 1.5));
        }
        for (String kind : List.of("txt-", "utf-")) {
            for (int size : TEXT_SIZES) {
                for (String peer : Peers.STRING) {
                    String work = kind + size;
                    all.add(new Target(
                            work + " as String, against " + peer,
                            new Point(work, Peers.PARLEY_STRING),
                            new Point(work, peer),
                            1));
                }
            }
        }
        for (String peer : List.of("jetty", "javaws")) {
            all.add(new Target(
                    "txt-16384 against " + peer,
                    new Point("txt-16384", Peers.PARLEY),
                    new Point("txt-16384", peer),
                    1));
        }
        all.add(encode("enc-16384", 2.5));
        all.add(new Target(
                "deflate and inflate 1 KiB JSON, against bare zlib calls",
                new Point("deflate-1024", Peers.PARLEY),
                new Point("deflate-1024", "bare"),
                1 / 1.1));
        return all;
    }

    /** The rows that fit in two minutes. */
    static List<Target> quick() {
        return List.of(
                toNetty("txt-16", 12),
                toNetty("txt-16384", 20),
                toBound("txt-16384", 0.85),
                toNetty("utf-16384", 3.5),
                toNetty("bin-16", 5),
                toNetty("bin-16384", 2.5),
                toBound("bin-16384", 0.9),
                encode("enc-16", 4));
    }

    /** What must be measured for these rows, each point once. */
    static Set<Point> points(List<Target> targets) {
        Set<Point> points = new LinkedHashSet<>();
        for (Target target : targets) {
            points.add(target.subject);
            points.add(target.reference);
        }
        return points;
    }

    private static Target toNetty(String work, double least) {
        return new Target(work + " against Netty", new Point(work, Peers.PARLEY), new Point(work, Peers.NETTY), least);
    }

    private static Target toBound(String work, double least) {
        return new Target(
                work + " against the copy+XOR bound",
                new Point(work, Peers.PARLEY),
                new Point(work, Peers.BOUND),
                least);
    }

    private static Target encode(String work, double least) {
        return new Target(
                work + ", masked, against Netty", new Point(work, Peers.PARLEY), new Point(work, Peers.NETTY), least);
    }
}

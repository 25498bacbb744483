package dev.parley.bench.codec;

/**
 * One thing to measure.
 *
 * @param work the name of the work; its first word chooses the benchmark
 * @param peer who does it
 */
record Point(String work, String peer) {
    Class<?> benchmark() {
        if (work.startsWith("enc-")) {
            return EncodeBenchmark.class;
        }
        return work.startsWith("deflate-") ? DeflateBenchmark.class : DecodeBenchmark.class;
    }
}

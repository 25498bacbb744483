package dev.parley.bench.codec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes one stream of about 64 KiB per operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    /** Name of the codec, see {@link Peers}. */
    @Param("parley")
    public String peer = "parley";

    /** Name of the work, see {@link Work#parse}. */
    @Param("txt-1024")
    public String work = "txt-1024";

    private byte[] stream = {};
    private int readSize;
    private DecodePeer decoder = (bytes, size, tally) -> {};
    private Tally tally = new Tally();

    /** Makes the stream, checks that the peer does the work, and warms up until the JIT compiler has been quiet. */
    @Setup
    public void setUp() throws IOException {
        Work parsed = Work.parse(work);
        stream = parsed.stream();
        readSize = parsed.readSize();
        decoder = Peers.decoder(peer, parsed);
        Smoke.check(peer, parsed, decoder);
        WarmUp.untilQuiet(() -> decoder.decode(stream, readSize, tally));
    }

    /** One stream. */
    @Benchmark
    public Tally decode(CpuCounter cpu) throws IOException {
        decoder.decode(stream, readSize, tally);
        cpu.messages = tally.messages();
        return tally;
    }
}

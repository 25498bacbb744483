package dev.parley.bench.codec;

import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.MaskingKeys;
import dev.parley.wire.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encodes about 64 KiB of masked binary frames per operation, as a client does, each with its own strong key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    private static final int BATCH = 64 * 1024;

    /** {@code parley} or {@code netty}. */
    @Param("parley")
    public String peer = "parley";

    /** {@code enc-} and the bytes of payload. */
    @Param("enc-16")
    public String work = "enc-16";

    private byte[] payload = {};
    private int frames;
    private long total;
    private Runnable batch = () -> {};

    /** Prepares the payload and warms up. */
    @Setup
    public void setUp() throws java.io.IOException {
        payload = new byte[Integer.parseInt(work.substring(work.indexOf('-') + 1))];
        new Random(1).nextBytes(payload);
        frames = Math.max(1, BATCH / (payload.length + FrameHeader.MAX_SIZE));
        batch = peer.equals("parley") ? parley() : netty();
        WarmUp.untilQuiet(batch::run);
    }

    /** One batch. */
    @Benchmark
    public long encode(CpuCounter cpu) {
        batch.run();
        total += frames;
        cpu.messages = total;
        return total;
    }

    private Runnable parley() {
        FrameEncoder encoder = FrameEncoder.client(MaskingKeys.strong());
        byte[] out = new byte[frames * (payload.length + FrameHeader.MAX_SIZE)];
        int firstByte = FrameHeader.FIN | Opcode.BINARY.value();
        return () -> {
            encoder.output(out, 0, out.length);
            for (int i = 0; i < frames; i++) {
                if (!encoder.frame(firstByte, payload, 0, payload.length)) {
                    throw new IllegalStateException("the output is too small");
                }
            }
        };
    }

    /** Its encoder in an embedded channel; what it writes is released at once, as after a write to the socket. */
    private Runnable netty() {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
        ByteBuf direct = Unpooled.directBuffer(payload.length).writeBytes(payload);
        return () -> {
            for (int i = 0; i < frames; i++) {
                // The encoder masks a payload that nobody else holds in place: it gets a copy, as ours makes one.
                ByteBuf copy = channel.alloc().directBuffer(payload.length).writeBytes(direct, 0, payload.length);
                channel.writeOutbound(new BinaryWebSocketFrame(copy));
                for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                    out.release();
                }
            }
        };
    }
}

package dev.parley.bench.codec;

import dev.parley.wire.Limits;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Deflates and inflates 64 different JSON messages of 1 KiB with context per operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeflateBenchmark {
    private static final int MESSAGES = 64;
    private static final int SIZE = 1024;
    private static final byte[] TAIL = {0, 0, -1, -1}; // RFC 7692 7.2.1

    /** {@code parley}, or {@code bare} for the calls of java.util.zip alone. */
    @Param("parley")
    public String peer = "parley";

    /** {@code deflate-1024} in name only, for the table. */
    @Param("deflate-1024")
    public String work = "deflate-1024";

    private final byte[][] messages = new byte[MESSAGES][];
    private final byte[] wire = new byte[4 * SIZE];
    private final byte[] back = new byte[4 * SIZE];
    private int wireLength;
    private int backLength;
    private long total;
    private WarmUp.Task batch = () -> {};

    /** Prepares the messages, checks one round trip, and warms up. */
    @Setup
    public void setUp() throws IOException {
        Random random = new Random(7692);
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = json(random);
        }
        batch = peer.equals("parley") ? parley() : bare();
        WarmUp.untilQuiet(batch);
    }

    /** One batch. */
    @Benchmark
    public long roundTrip(CpuCounter cpu) throws IOException {
        batch.run();
        total += MESSAGES;
        cpu.messages = total;
        return total;
    }

    private static byte[] json(Random random) {
        StringBuilder text = new StringBuilder("[");
        while (text.length() < SIZE) {
            text.append("{\"id\":")
                    .append(random.nextInt(100_000))
                    .append(",\"user\":\"user")
                    .append(random.nextInt(50));
            text.append("\",\"text\":\"message ").append(random.nextInt(1000)).append("\"},");
        }
        return text.substring(0, SIZE).getBytes(StandardCharsets.US_ASCII);
    }

    private WarmUp.Task parley() {
        List<dev.parley.wire.handshake.Extension> offers = List.of(DeflateNegotiation.offer(DeflateSettings.DEFAULT));
        DeflateAgreement agreement = DeflateNegotiation.accept(offers, DeflateSettings.DEFAULT)
                .orElseThrow()
                .agreement();
        MessageExtension sender = PermessageDeflate.of(Role.SERVER, agreement, DeflateSettings.DEFAULT, Limits.DEFAULT);
        MessageExtension receiver =
                PermessageDeflate.of(Role.CLIENT, agreement, DeflateSettings.DEFAULT, Limits.DEFAULT);
        MessageExtension.Output toWire = this::toWire;
        MessageExtension.Output toBack = this::toBack;
        return () -> {
            for (byte[] message : messages) {
                wireLength = 0;
                backLength = 0;
                sender.encode(message, 0, SIZE, toWire);
                sender.endEncode(toWire);
                try {
                    receiver.decode(wire, 0, wireLength, toBack);
                    receiver.endDecode(toBack);
                } catch (ProtocolException e) {
                    throw new IOException(e);
                }
                check();
            }
        };
    }

    private boolean toWire(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, wire, wireLength, length);
        wireLength += length;
        return true;
    }

    private boolean toBack(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, back, backLength, length);
        backLength += length;
        return true;
    }

    /** The least that anybody must call: deflate with a sync flush, append the tail, inflate. */
    private WarmUp.Task bare() {
        Deflater deflater = new Deflater(DeflateSettings.DEFAULT.level(), true);
        Inflater inflater = new Inflater(true);
        return () -> {
            for (byte[] message : messages) {
                deflater.setInput(message, 0, SIZE);
                wireLength = deflater.deflate(wire, 0, wire.length, Deflater.SYNC_FLUSH) - TAIL.length;
                System.arraycopy(TAIL, 0, wire, wireLength, TAIL.length);
                inflater.setInput(wire, 0, wireLength + TAIL.length);
                try {
                    backLength = inflater.inflate(back, 0, back.length);
                } catch (DataFormatException e) {
                    throw new IOException(e);
                }
                check();
            }
        };
    }

    private void check() throws IOException {
        if (backLength != SIZE) {
            throw new IOException(backLength + " bytes came back of " + SIZE);
        }
    }
}

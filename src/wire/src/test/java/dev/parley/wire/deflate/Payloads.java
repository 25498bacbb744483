package dev.parley.wire.deflate;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Payloads of compressed messages, good and bad, as they stand on the wire. */
public final class Payloads {
    private Payloads() {}

    /**
     * What inflates (7.2.2, and the examples of 7.2.3).
     *
     * @param octets of the payload, in hexadecimal
     */
    public record Good(String name, String octets, String message) {
        /** The payload. */
        public byte[] bytes() {
            return hex(octets);
        }

        /** What comes out. */
        public byte[] inflated() {
            return message.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What does not inflate.
     *
     * @param octets of the payload, in hexadecimal
     */
    public record Bad(String name, String octets) {
        /** The payload. */
        public byte[] bytes() {
            return hex(octets);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Each as the first message of a connection. */
    public static Stream<Good> good() {
        return Stream.of(
                new Good("7.2.3.1 fixed block", "f2 48 cd c9 c9 07 00", "Hello"),
                new Good("7.2.3.3 stored block", "00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"),
                new Good("7.2.3.4 block with BFINAL", "f3 48 cd c9 c9 07 00 00", "Hello"),
                new Good("7.2.3.5 two blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello"),
                new Good("7.2.3.6 empty message", "00", ""),
                new Good("empty fixed block", "02 00", ""),
                new Good("empty stored blocks", "00 00 00 ff ff 00 00 00 ff ff 00", ""),
                new Good("stored block of one byte", "00 01 00 fe ff 41 00", "A"),
                new Good("stored block with BFINAL", "01 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"),
                new Good("stored block with BFINAL and no octet after it", "01 05 00 fa ff 48 65 6c 6c 6f", "Hello"),
                new Good("block with BFINAL and no octet after it", "f3 48 cd c9 c9 07 00", "Hello"),
                new Good("two streams", "f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00", "HelloHello"),
                new Good("stream and block", "f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00", "HelloHello"),
                new Good("empty streams", "03 00 03 00 01 00 00 ff ff 03 00 00", ""),
                new Good("block after empty streams", "03 00 03 00 f2 48 cd c9 c9 07 00", "Hello"));
    }

    /** Each as the first message of a connection. */
    public static Stream<Bad> bad() {
        return Stream.of(
                new Bad("no octet at all", ""),
                new Bad("block of type 3", "06"),
                new Bad("block of type 3 with BFINAL", "07"),
                new Bad("lengths of a stored block disagree", "00 05 00 fa fe 48 65 6c 6c 6f 00"),
                new Bad("distance before the first byte", "f2 00 11 00 00"),
                new Bad("stored block cut short", "00 05 00 fa ff 48 65 6c"),
                new Bad("stored block without the header after it", "00 05 00 fa ff 48 65 6c 6c 6f"),
                new Bad("header of a stored block alone", "00 05 00"),
                new Bad("fixed block cut short", "f2 48 cd"),
                new Bad("octets that should have been cut off", "f2 48 cd c9 c9 07 00 00 00 ff ff"),
                new Bad("half of the octets that should have been cut off", "f2 48 cd c9 c9 07 00 00 00"),
                new Bad("garbage after a stream", "f3 48 cd c9 c9 07 00 ff"),
                new Bad("not DEFLATE", "48 65 6c 6c 6f"),
                new Bad("zlib header", "78 9c f3 48 cd c9 c9 07 00 05 8c 01 f5"));
    }

    private static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }
}

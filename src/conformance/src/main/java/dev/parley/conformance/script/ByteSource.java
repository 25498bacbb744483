package dev.parley.conformance.script;

/** Bytes that can be read anywhere without being in memory as a whole. Immutable. */
public interface ByteSource {
    /** How many there are. */
    long length();

    /** Copies {@code count} bytes from {@code offset} on to {@code to[at...]}. */
    void copy(long offset, byte[] to, int at, int count);

    /** These bytes, which must not be changed afterwards. */
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void copy(long offset, byte[] to, int at, int count) {
                System.arraycopy(bytes, (int) offset, to, at, count);
            }
        };
    }
}

package dev.parley.wire;

/**
 * Where a client takes its masking keys from (5.3, 10.3): one for each frame, which nobody can predict who chooses the
 * payload. Confined to one thread at a time; may be shared by all connections of that thread.
 */
@FunctionalInterface
public interface MaskingKeys {
    /** The next key; its top byte masks the first byte of the payload. */
    int next();

    /**
     * Keys from an AES-CTR keystream, keyed and re-keyed from {@link java.security.SecureRandom}: as unpredictable as
     * asking that for each key, at less than a tenth of the price. Holds about 10 KiB, so share it where you can.
     */
    static MaskingKeys strong() {
        return new KeystreamMaskingKeys();
    }
}

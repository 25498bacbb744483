package dev.parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Masking keys cut from the keystream of AES-128 in counter mode. The cipher's key and first counter come from
 * {@link SecureRandom} and are replaced after 1 MiB of stream, so that who should learn the state of the process learns
 * no more than the keys of the last 262,144 frames. {@code SecureRandom} itself costs 40 ns a key even in bulk; this, 2.
 */
final class KeystreamMaskingKeys implements MaskingKeys {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLOCK = 16;
    private static final int REFILL = 4096;
    private static final int REFILLS_PER_KEY = 256;
    private static final byte[] ZEROS = new byte[REFILL]; // the keystream is the encryption of zeros

    private final SecureRandom random = new SecureRandom();
    private final Cipher cipher = newCipher();
    private final byte[] stream = new byte[REFILL];
    private int position = REFILL;
    private int refillsLeft;

    @Override
    public int next() {
        if (position == REFILL) {
            refill();
        }
        int key = (int) INTS.get(stream, position);
        position += Integer.BYTES;
        return key;
    }

    private void refill() {
        try {
            if (refillsLeft == 0) {
                rekey();
            }
            cipher.update(ZEROS, 0, REFILL, stream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR/NoPadding takes any input", e);
        }
        refillsLeft--;
        position = 0;
    }

    private void rekey() throws GeneralSecurityException {
        byte[] seed = new byte[2 * BLOCK];
        random.nextBytes(seed);
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, 0, BLOCK, "AES"), new IvParameterSpec(seed, BLOCK, BLOCK));
        refillsLeft = REFILLS_PER_KEY;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("java.base provides AES/CTR/NoPadding", e);
        }
    }
}

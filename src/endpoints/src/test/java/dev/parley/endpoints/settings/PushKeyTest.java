package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushKeyTest {
    private static final String KEY = "0123456789abcdefghijklmnopqrstuv";
    private static final String OTHER = "vutsrqponmlkjihgfedcba9876543210";
    private static final String SETTING = "parley.auth.push-keys";

    @Test
    void isReadFromTheSettings() {
        String text = "shop: " + KEY + " news:orders,ticker:*; ops: sha256:" + PushKey.digest(OTHER) + "  *";
        List<PushKey> keys = SettingsReader.read(
                        List.of(Source.of("test", Map.of(SETTING, text), UnaryOperator.identity())))
                .auth()
                .push()
                .keys();
        assertEquals(List.of("shop", "ops"), keys.stream().map(PushKey::name).toList());
        PushKey shop = keys.get(0);
        assertTrue(shop.isFor(KEY) && !shop.isFor(OTHER) && !shop.isFor(""));
        assertTrue(shop.allows("news:orders") && shop.allows("ticker:nasdaq"));
        assertFalse(shop.allows("news:orders2") || shop.allows("news:") || shop.allows("chat:lobby"));
        assertTrue(keys.get(1).isFor(OTHER) && keys.get(1).allows("chat:lobby"));
        assertFalse(keys.toString().contains(shop.digest()), "a log shall not show it");
    }

    @Test
    void needNotBeThere() {
        assertEquals(List.of(), Settings.defaults().auth().push().keys());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                "shop: " + KEY,
                "shop: short *",
                "shop: " + KEY + " news",
                "shop: " + KEY + " news:*,",
                "shop: " + KEY + " news:* ticker:*",
                "sh op: " + KEY + " *",
                "shop: sha256:12 *",
                "shop: " + KEY + " *;",
                "shop: " + KEY + " *; shop: " + OTHER + " *",
                "shop: " + KEY + " *; ops: " + KEY + " *",
                "shop: 0123456789abcdef,hijklmnopqrstuv *"
            })
    void isRefused(String text) {
        assertEquals(Optional.empty(), PushKey.parse(text));
    }

    @Test
    void isNotShownWhenItIsRefused() {
        Map<String, String> bad = Map.of(SETTING, "shop: " + KEY);
        SettingsException why = assertThrows(
                SettingsException.class,
                () -> SettingsReader.read(List.of(Source.of("test", bad, UnaryOperator.identity()))));
        assertFalse(why.toString().contains(KEY), why::toString);
        Properties shown = new Properties();
        shown.setProperty(SETTING, "shop: " + KEY + " *");
        assertThrows(SettingsException.class, () -> SettingsReader.read(List.of(Source.systemProperties(shown))));
    }
}

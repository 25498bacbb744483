package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The pages in a real browser: they do what they are for, complain of nothing, and are usable by everybody. */
class PagesIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    private static final String TIME = "[0-9.]+ m?s";

    @ParameterizedTest
    @EnumSource
    void startPageShowsTheServerLive(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("./"));
            browser.awaitText("health", "Ready"::equals);
            browser.awaitText("connection", "Connected"::equals);
            browser.awaitText("round-trip", text -> text.matches(TIME));
            assertTrue(browser.texts("#health-figures dt").contains("Connections"));
            assertTrue(browser.texts("#endpoints code")
                    .contains(TARGETS.get(target).ws() + "/chat/lobby"));
            assertGood(browser, target, "start");
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoPageSendsTextBytesAndFiles(Target target) throws Exception {
        Path file = Checkout.scratch("files").resolve("hundred-thousand");
        Files.write(file, new byte[100_000]);
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("echo.html"));
            browser.awaitText("connection", "Connected"::equals);
            browser.type("echo-text", "grüß dich");
            browser.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
            awaitEchoes(browser, 1);
            choose(browser, "hex");
            browser.type("echo-hex", "00 ff 10");
            browser.type("echo-times", "20");
            browser.byId("echo-form").submit();
            awaitEchoes(browser, 21);
            choose(browser, "file");
            browser.byId("echo-file").sendKeys(file.toString());
            browser.type("echo-times", "1");
            browser.byId("echo-form").submit();
            awaitEchoes(browser, 22);
            assertEquals(22, browser.all("[data-outcome=received]").size());
            assertEquals(List.of("97.7 KiB"), browser.texts("#rows tr:first-child td:nth-child(3)"));
            assertEquals(List.of("00 ff 10"), browser.texts("#rows tr:nth-child(2) td.payload"));
            assertEquals(List.of("82 03"), browser.texts("#rows tr:nth-child(2) td:nth-child(4)"));
            choose(browser, "hex");
            browser.type("echo-hex", "00 f");
            browser.byId("echo-form").submit();
            browser.awaitText("problem", text -> text.contains("the last byte has only one digit"));
            assertGood(browser, target, "echo");
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoPageSaysThatAMessageWasTooBig(Target target) throws Exception {
        Path file = Checkout.scratch("files").resolve("seventeen-mebibytes");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(17L << 20);
        }
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("echo.html"));
            browser.awaitText("connection", "Connected"::equals);
            choose(browser, "file");
            browser.byId("echo-file").sendKeys(file.toString());
            browser.byId("echo-form").submit();
            browser.awaitText("connection", "Disconnected: the message was too big (1009)"::equals);
            assertEquals(List.of("lost with the connection"), browser.texts("#rows .outcome"));
            browser.byId("connect").click();
            browser.awaitText("connection", "Connected"::equals);
            choose(browser, "text");
            browser.byId("echo-form").submit();
            awaitEchoes(browser, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void heartbeatPageDrawsBothSides(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("heartbeat.html"));
            browser.await(
                    "three answers and a measurement of the server",
                    () -> Integer.parseInt(browser.texts("#figures dd").get(4)) >= 3
                            && browser.texts("#server-figures dd").get(0).matches(TIME),
                    () -> browser.texts("dd"));
            for (String figure : browser.texts("#figures dd").subList(0, 4)) {
                assertTrue(figure.matches(TIME), figure);
            }
            assertEquals(2, inkedSeries(browser), "both series must have been drawn");
            browser.byId("pause").click();
            browser.awaitText("pause", "Resume pings"::equals);
            browser.scheme("dark");
            browser.awaitFrame();
            assertEquals(2, inkedSeries(browser), "and drawn anew in the colours of the dark");
            browser.scheme("light");
            assertGood(browser, target, "heartbeat");
        }
    }

    @ParameterizedTest
    @EnumSource
    void monitorPageShowsTheHubByTheHub(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("monitor.html"));
            browser.awaitText("connection", "Connected"::equals);
            browser.await(
                    "rates, for which two looks are needed",
                    () -> browser.texts("[data-figure=deliveries]").get(0).matches("[0-9.,]+/s"),
                    () -> browser.texts("dd"));
            assertTrue(browser.texts("[data-figure=connections]").get(0).matches("[1-9][0-9]*"));
            assertTrue(browser.texts("[data-figure=heap]").get(0).matches("[0-9.]+ MiB"));
            assertEquals(4, browser.all(".chart canvas").size());
            assertFalse(browser.byId("problem").isDisplayed());
            assertGood(browser, target, "monitor");
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPageIsUsableByKeyboardAlone(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("chat.html?room=keyboard"));
            assertEquals("join-name", browser.focus());
            browser.press("Ada", Keys.ENTER);
            browser.await("the message field", () -> browser.focus().equals("say-text"), browser::focus);
            browser.press("first", Keys.ENTER);
            browser.press("second", Keys.chord(Keys.SHIFT, Keys.ENTER), "line", Keys.ENTER);
            awaitSaid(browser, "first", "second\nline");
            browser.tab();
            browser.tab();
            browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
            browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
            assertEquals("say-text", browser.focus(), "the way there and back again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPageShowsAConversation(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            String ada = join(browser, target, "team", "Ada");
            String grace = join(browser, target, "team", "Grace");
            assertEquals("Position 0 in", browser.byId("position").getText().substring(0, 13));
            String linus = join(browser, target, "team", "Linus");
            say(browser, ada, "Morning! The new build is on the test server.");
            say(browser, ada, "Round trip is down to 2 ms.");
            say(
                    browser,
                    grace,
                    "Nice. I pulled the cable on purpose: it came back at the same position, nothing missing.");
            say(browser, linus, "Same here on the phone, even in the lift.");
            say(browser, linus, "Shall we show it on Thursday?");
            browser.show(grace);
            browser.byId("say-text").sendKeys("Yes");
            browser.show(ada);
            browser.awaitText("typing", "Grace is typing…"::equals);
            browser.await("all there", () -> browser.all("#log .text").size() == 5, () -> browser.texts("#log .text"));
            assertEquals(List.of("Ada (you)", "Grace", "Linus"), texts(browser, "#members li"));
            assertTrue(browser.byId("position").getText().startsWith("Position 5 in epoch "));
            Path picture = browser.screenshot("chat-" + name(target));
            assertGood(browser, target, "chat");
            if (target == Target.EMBEDDED && Boolean.getBoolean("docs.update")) {
                Files.copy(
                        picture, Checkout.of("docs/images").resolve("chat.png"), StandardCopyOption.REPLACE_EXISTING);
            }
            browser.show(linus);
            browser.byId("leave").click();
            browser.awaitText("connection", "Disconnected"::equals);
            browser.show(ada);
            browser.awaitText("member-count", "2"::equals);
            assertEquals("Linus left", lastNote(browser));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPagePutsRefusalsIntoWords(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            join(browser, target, "words", "Ada");
            browser.openTab(TARGETS.get(target).page("chat.html?room=words"));
            submitJoin(browser, "words", "ADA");
            browser.awaitText("problem", "Somebody in this room has that name already. Choose another."::equals);
            submitJoin(browser, "words", "x".repeat(33));
            browser.awaitText("problem", "A name has 1 to 32 characters."::equals);
            submitJoin(browser, "no such room", "Ben");
            browser.awaitText("problem", text -> text.startsWith("A room has 1 to 64 letters"));
            assertGood(browser, target, "join");
            submitJoin(browser, "words", "Ben");
            browser.awaitText("member-count", "2"::equals);
            browser.script("document.getElementById('say-text').value = arguments[0]", "x".repeat(20_000));
            browser.byId("say-text").sendKeys(Keys.ENTER);
            browser.awaitText("problem", "The connection ended: the message was too big (1009)."::equals);
            submitJoin(browser, "words", "Ben");
            browser.awaitText("member-count", "2"::equals);
            assertEquals(
                    List.of("Not confirmed. It is longer than the server takes.\nSend again"),
                    browser.texts("#pending .head"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPageShowsMarkupAsText(Target target) {
        try (Browser browser = Browser.start()) {
            String markup = "<b>bold</b> <img src=x onerror=alert(1)> &amp;";
            join(browser, target, "markup", "<i>Ada</i>");
            browser.type("say-text", markup, Keys.ENTER);
            awaitSaid(browser, markup);
            assertEquals(List.of("<i>Ada</i> (you)"), texts(browser, "#members li"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPageReturnsToItsPositionAfterALoss(Target target) throws Exception {
        Target.Running server = TARGETS.get(target);
        try (DropProxy proxy = new DropProxy(server.base());
                Browser browser = Browser.start()) {
            browser.open(proxy.base().resolve("chat.html?room=loss").toString());
            submitJoin(browser, "loss", "Ada");
            browser.awaitText("connection", "Connected"::equals);
            browser.await("the room", () -> browser.byId("room").isDisplayed(), () -> browser.texts("body"));
            browser.type("say-text", "before", Keys.ENTER);
            awaitSaid(browser, "before");
            String ada = browser.currentTab();
            proxy.down();
            browser.awaitText(
                    "connection",
                    text -> text.matches("Reconnecting in \\d+ s: connection lost or refused \\(1006\\)"));
            browser.screenshot("chat-lost-" + name(target));
            browser.type("say-text", "said in the dark", Keys.ENTER);
            String ben = join(browser, target, "loss", "Ben");
            say(browser, ben, "meanwhile");
            browser.show(ada);
            proxy.up();
            awaitSaid(browser, "before", "meanwhile", "said in the dark");
            browser.awaitText("connection", "Connected"::equals);
            assertTrue(browser.all("#pending li").isEmpty(), "everything is confirmed");
            assertTrue(browser.byId("position").getText().startsWith("Position 3 in epoch "));
            assertFalse(browser.texts("#log .note").toString().contains("missing"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chatPageCountsWhatIsNewForAReaderWhoScrolledBack(Target target) throws Exception {
        try (Browser browser = Browser.start()) {
            String ada = join(browser, target, "unread", "Ada");
            String ben = join(browser, target, "unread", "Ben");
            for (int i = 1; i <= 25; i++) {
                say(browser, ben, "message " + i);
            }
            browser.show(ada);
            browser.await("all", () -> browser.all("#log .text").size() == 25, () -> browser.texts("#log .text"));
            assertFalse(browser.byId("jump").isDisplayed(), "at the end nothing is unread once the page is in sight");
            browser.script("document.getElementById('scroller').scrollTop = 0");
            browser.awaitFrame(); // in which the page hears of the scrolling
            browser.show(ben);
            say(browser, ben, "news");
            browser.show(ada);
            browser.awaitText("jump", "1 new message ↓"::equals);
            assertEquals(0L, browser.script("return document.getElementById('scroller').scrollTop"));
            assertEquals("(1) unread · Parley chat", browser.script("return document.title"));
            browser.byId("jump").click();
            browser.await("nothing unread", () -> !browser.byId("jump").isDisplayed(), () -> browser.texts("#jump"));
            assertEquals("unread · Parley chat", browser.script("return document.title"));
        }
    }

    private static String name(Target target) {
        return target.name().toLowerCase(Locale.ROOT);
    }

    /** Joins a room in a tab of its own. */
    private static String join(Browser browser, Target target, String room, String name) {
        String tab = browser.openTab(TARGETS.get(target).page("chat.html?room=" + room));
        submitJoin(browser, room, name);
        browser.await("the room", () -> browser.byId("room").isDisplayed(), () -> browser.texts("main"));
        return tab;
    }

    private static void submitJoin(Browser browser, String room, String name) {
        browser.type("join-room", room);
        browser.type("join-name", name, Keys.ENTER);
    }

    private static void say(Browser browser, String tab, String text) {
        browser.show(tab);
        int before = browser.all("#log .text").size();
        browser.type("say-text", text, Keys.ENTER);
        browser.await(
                "message confirmed",
                () -> browser.all("#log .text").size() > before
                        && browser.all("#pending li").isEmpty(),
                () -> browser.texts("#log .text"));
    }

    private static void awaitSaid(Browser browser, String... texts) {
        browser.await(
                "conversation " + List.of(texts),
                () -> browser.texts("#log .text").equals(List.of(texts)),
                () -> browser.texts("#log .text"));
    }

    /** Member names without the letter of the badge. */
    private static List<String> texts(Browser browser, String selector) {
        return browser.texts(selector).stream()
                .map(text -> text.substring(text.indexOf('\n') + 1))
                .toList();
    }

    private static String lastNote(Browser browser) {
        List<String> notes = browser.texts("#log .note");
        return notes.get(notes.size() - 1);
    }

    private static void choose(Browser browser, String input) {
        browser.all("[name=input][value=" + input + "]").get(0).click();
    }

    private static void awaitEchoes(Browser browser, int count) {
        browser.await(
                count + " echoes",
                () -> browser.texts("#figures dd").subList(0, 2).equals(List.of(String.valueOf(count), "0")),
                () -> browser.texts("#figures dd"));
    }

    /** Counts the colours of series that are on the chart's canvas. */
    private static long inkedSeries(Browser browser) {
        return (Long) browser.script("""
                        const canvas = document.querySelector('#chart canvas');
                        const style = getComputedStyle(document.documentElement);
                        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                        return ['--series-1', '--series-2'].filter((name) => {
                          const hex = style.getPropertyValue(name).trim();
                          const rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
                          for (let i = 0; i < data.length; i += 4) {
                            if (rgb.every((value, at) => data[i + at] === value)) return true;
                          }
                          return false;
                        }).length;
                        """);
    }

    /** Nothing complained of, nothing axe objects to: in the light, in the dark, on a phone; a picture of each. */
    private static void assertGood(Browser browser, Target target, String page) throws IOException {
        assertEquals(List.of(), browser.complaints());
        String name = page + "-" + name(target);
        browser.screenshot(name + "-light");
        assertEquals(List.of(), browser.violations(), "light");
        browser.scheme("dark");
        browser.screenshot(name + "-dark");
        assertEquals(List.of(), browser.violations(), "dark");
        browser.phone();
        browser.screenshot(name + "-phone");
        assertEquals(List.of(), browser.violations(), "phone");
        assertTrue(
                (Boolean) browser.script("return document.documentElement.scrollWidth <= innerWidth"),
                "a phone must not have to scroll sideways");
        browser.desktop();
        browser.scheme("light");
    }
}

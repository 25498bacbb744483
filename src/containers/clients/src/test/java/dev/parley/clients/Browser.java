package dev.parley.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium of the test's own, without a window. Used by one thread at a time. */
final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String INSTALL = "apt-get install chromium chromium-driver";
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-renderer-backgrounding",
            "--lang=en-GB");

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String VIOLATIONS = """
            const done = arguments[arguments.length - 1];
            axe.run().then(
              ({ violations }) => done(violations.map(({ id, nodes }) =>
                `${id}: ${nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')}`)),
              (problem) => done([String(problem)]));
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one, in the light colour scheme and with a window of a desktop; without Chromium the test is skipped. */
    static Browser start() {
        Path binary = Program.required("chromium", INSTALL);
        Path driverBinary = Program.required("chromedriver", INSTALL);
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(binary.toFile());
        options.addArguments(FLAGS);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverBinary.toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.desktop();
        browser.scheme("light");
        return browser;
    }

    /** Goes to an address. */
    void open(String address) {
        driver.get(address);
    }

    /** Opens an address in a tab of its own, and returns the tab's handle. */
    String openTab(String address) {
        driver.switchTo().newWindow(WindowType.TAB);
        desktop();
        scheme("light");
        driver.get(address);
        return driver.getWindowHandle();
    }

    /** Returns the handle of the tab in front. */
    String currentTab() {
        return driver.getWindowHandle();
    }

    /** Brings a tab to the front. */
    void show(String tab) {
        driver.switchTo().window(tab);
    }

    /** The window of a desktop. */
    void desktop() {
        metrics(1100, 760, false);
    }

    /** The window of a phone. */
    void phone() {
        metrics(390, 780, true);
    }

    private void metrics(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /** Prefers the {@code light} or the {@code dark} colour scheme. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Returns the element with an id. */
    WebElement byId(String id) {
        return driver.findElement(By.id(id));
    }

    /** Returns what a CSS selector finds. */
    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Returns the visible texts of what a CSS selector finds. */
    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    /** Replaces what a field holds by typing. */
    void type(String id, CharSequence... keys) {
        WebElement field = byId(id);
        field.clear();
        field.sendKeys(keys);
    }

    /** Presses keys at whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Returns the id of what has the focus. */
    String focus() {
        return String.valueOf(driver.switchTo().activeElement().getDomAttribute("id"));
    }

    /** Moves the focus on by the keyboard. */
    void tab() {
        press(Keys.TAB);
    }

    /** Runs a script in the page and returns its value; undefined and null are the text {@code null}. */
    Object script(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "null");
    }

    /** Waits until the page has been drawn anew, and has heard before that what happened to it. */
    void awaitFrame() {
        driver.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))");
    }

    /** Waits until an element's text is as wanted. */
    void awaitText(String id, Predicate<String> wanted) {
        await("text of #" + id, () -> wanted.test(byId(id).getText()), () -> byId(id).getText());
    }

    /** Waits until a condition holds; {@code state} tells in the failure how things are instead. */
    void await(String what, Condition condition, State state) {
        try {
            new WebDriverWait(driver, LIMIT, Duration.ofMillis(25)).until(unused -> condition.holds());
        } catch (TimeoutException e) {
            throw new AssertionError(what + " not within " + LIMIT + "; it is: " + state.describe(), e);
        }
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds();
    }

    /** How things are. */
    interface State {
        Object describe();
    }

    /** Runs a program in the page and returns the lines that it logs to the console, once there are that many. */
    List<String> printed(String program, int lines) {
        script("window.printed = []; console.log = (line) => window.printed.push(line);");
        script(program);
        State printed = () -> script("return window.printed");
        await(lines + " lines", () -> ((List<?>) printed.describe()).size() >= lines, printed);
        return ((List<?>) printed.describe()).stream().map(String::valueOf).toList();
    }

    /** Returns what axe finds wrong with the page as it stands; empty is good. */
    List<String> violations() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
            if (axe == null) {
                throw new IllegalStateException(AXE + " is not on the class path");
            }
            driver.executeScript(new String(axe.readAllBytes(), UTF_8));
        }
        Object found = Objects.requireNonNull(driver.executeAsyncScript(VIOLATIONS));
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** Returns what the browser complained of since the last call: refused by the policy, not found, thrown. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::toString)
                .toList();
    }

    /** Keeps a picture of what is in sight. */
    Path screenshot(String name) throws IOException {
        Path file = Checkout.scratch("screenshots").resolve(name + ".png");
        return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}

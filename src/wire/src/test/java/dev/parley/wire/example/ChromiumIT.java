package dev.parley.wire.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The echo servers against Chromium, compressed and not. Skipped where there is none, unless clients are required. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChromiumIT {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** Echoes text, binary and an empty message, then closes; reports what came back. */
    private static final String SCRIPT = """
            const [port, done] = arguments;
            const large = 'Grüße, 世界 😀 '.repeat(20000);
            const bytes = new Uint8Array(300000).map((_, i) => i * 7);
            const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
            socket.binaryType = 'arraybuffer';
            const got = [];
            socket.onopen = () => ['one', large, bytes, ''].forEach(message => socket.send(message));
            socket.onmessage = ({data}) => {
              if (typeof data === 'string') got.push(data === large ? 'large' : 'text:' + data);
              else got.push(new Uint8Array(data).every((b, i) => b === bytes[i]) ? 'bytes:' + data.byteLength : 'other');
              if (got.length === 4) socket.close(4001, 'enough');
            };
            socket.onclose = event => done(
              `${got.join()} ext=${socket.extensions} code=${event.code} clean=${event.wasClean}`);
            """;

    private ChromeDriver chrome;

    @BeforeAll
    void startBrowser() {
        boolean found = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (Boolean.getBoolean("clients.required")) {
            assertTrue(found, "chromium and chromedriver are required");
        }
        assumeTrue(found, "SKIPPED: no browser; install chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-features=LocalNetworkAccessChecks"); // else a blank page may not connect to loopback
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        chrome = new ChromeDriver(service, options);
        chrome.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    void stopBrowser() {
        if (chrome != null) {
            chrome.quit();
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, DEFLATE", "BLOCKING, NONE", "NIO, DEFLATE", "NIO, NONE"})
    void echoesToChromium(EchoServers kind, Echo.Extensions extensions) throws IOException {
        try (EchoServers.Running running = kind.start(extensions)) {
            Object result = chrome.executeAsyncScript(SCRIPT, running.port());
            String expected = extensions == Echo.Extensions.DEFLATE ? "permessage-deflate" : "";
            assertEquals("text:one,large,bytes:300000,text: ext=" + expected + " code=4001 clean=true", result);
        }
    }
}

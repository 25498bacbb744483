package dev.parley.conformance.junit;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.report.Format;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.RunInfo;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.script.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * Cases played in the background, several at a time, while JUnit takes their results one after the other. It begins when
 * the first result is asked for. For one thread, which may stop it at any time.
 */
final class Performance {
    private static final Duration LONGEST_END = Duration.ofSeconds(30); // for the cases that are being played

    private final List<ConformanceCase> cases;
    private final Target target;
    private final Scene scene;
    private final CasePlayer player;
    private final Map<String, CompletableFuture<CaseResult>> results = new LinkedHashMap<>();
    private final FutureTask<Void> task = new FutureTask<>(this::play, null);
    private volatile @Nullable UncheckedIOException unreported; // after the last result nobody asks for one
    private final Thread thread = new Thread(task, "conformance");

    Performance(List<ConformanceCase> cases, Target target, Scene scene) throws IOException {
        this.cases = cases;
        this.target = target;
        this.scene = scene;
        this.player = player(target);
        cases.forEach(one -> results.put(one.id(), new CompletableFuture<>()));
        thread.setDaemon(true);
    }

    /** What plays a case against this server. */
    static CasePlayer player(Target target) throws IOException {
        try {
            return new CasePlayer(
                    new Dialler(target, new Dialler.Trust(SSLContext.getDefault(), Dialler.Trust.Names.CHECKED)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** The result of a case, waiting for it if need be. */
    CaseResult result(ConformanceCase one) throws InterruptedException, ExecutionException {
        begin();
        return Objects.requireNonNull(results.get(one.id())).get();
    }

    /** Waits for the end, and fails if the baseline says of a case that it fails, and it does not. */
    void compareWith(Path file) throws InterruptedException, ExecutionException, IOException {
        begin();
        task.get();
        List<CaseResult> all = new ArrayList<>();
        for (CompletableFuture<CaseResult> result : results.values()) {
            all.add(result.get());
        }
        Baseline baseline = scene.known().baseline();
        if (Boolean.getBoolean(ConformanceTests.UPDATE_BASELINE)) {
            baseline.update(file, all);
        } else {
            List<String> fixed = baseline.fixed(all);
            Assertions.assertEquals(List.of(), fixed, () -> file + " lists as failing what is good now");
        }
    }

    /**
     * Ends it; what has not been played will not be. The reports are complete when it returns, if all was played.
     *
     * @throws UncheckedIOException if the reports cannot be written
     * @throws IllegalStateException if it does not end in time
     */
    void stop() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        if (!results.values().stream().allMatch(CompletableFuture::isDone)) {
            thread.interrupt();
        }
        try {
            task.get(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            thread.interrupt();
            throw new IllegalStateException("the run does not end", e);
        }
        if (unreported != null) {
            throw unreported;
        }
    }

    private void begin() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void play() {
        try (Reports reports = reports()) {
            new Runner(player::play, scene.options()).run(cases, result -> tell(result, reports));
        } catch (IOException e) {
            unreported = new UncheckedIOException("the reports cannot be written", e);
            abandon(unreported);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon(e);
        } catch (RuntimeException e) { // the boundary of the thread: whoever waits must learn of it
            abandon(e);
        }
    }

    private void tell(CaseResult result, Reports reports) {
        try {
            reports.add(result);
        } catch (IOException e) {
            throw new UncheckedIOException("the reports cannot be written", e);
        }
        Objects.requireNonNull(results.get(result.id())).complete(result);
    }

    private void abandon(Exception reason) {
        results.values().forEach(result -> result.completeExceptionally(reason));
    }

    private Reports reports() throws IOException {
        String address = target.uri().toString();
        String version = Objects.requireNonNullElse(
                ConformanceTests.class.getPackage().getImplementationVersion(), "development");
        RunInfo info = new RunInfo(
                scene.report().map(Scene.Report::server).orElse(address),
                address,
                Clock.systemUTC().instant(),
                cases.size(),
                version);
        return scene.report().isEmpty()
                ? new Reports(Path.of(""), List.of(), info)
                : new Reports(scene.report().get().directory(), Arrays.asList(Format.values()), info);
    }
}

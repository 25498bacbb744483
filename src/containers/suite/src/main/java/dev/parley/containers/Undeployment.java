package dev.parley.containers;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.arquillian.container.test.api.Deployer;

/** Takes an application down on a thread of its own, so that the test can be its client meanwhile. */
final class Undeployment {
    private final FutureTask<Void> task;

    /** Begins. */
    Undeployment(Deployer deployer, String name) {
        task = new FutureTask<>(() -> deployer.undeploy(name), null);
        Thread thread = new Thread(task, "undeployment");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the end. */
    void await(Duration limit) {
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not undeployed within " + limit, e);
        } catch (ExecutionException e) {
            throw new AssertionError("undeployment failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

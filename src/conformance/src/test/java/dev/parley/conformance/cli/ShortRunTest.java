package dev.parley.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ShortRunTest {
    @Test
    void tellsHotSpot() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        assumeTrue(beans.isRegistered(commands), "this virtual machine takes no such commands");
        try {
            assertTrue(ShortRun.begin().contains("1 compiler directives added"));
        } finally { // the tests go on, and not in seconds
            beans.invoke(commands, "compilerDirectivesRemove", new Object[0], new String[0]);
        }
    }
}

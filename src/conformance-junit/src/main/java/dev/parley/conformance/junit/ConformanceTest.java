package dev.parley.conformance.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test method that is run once for each case, with its id as name:
 *
 * <pre>{@code
 * @ConformanceTest(exclude = "9")
 * void conforms(CaseRun run) throws IOException {
 *     run.against(uri);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(CaseInvocations.class)
public @interface ConformanceTest {
    /** Only these cases; all if there is no pattern. */
    String[] cases() default {};

    /** Without these cases. */
    String[] exclude() default {};

    /** A file of known failures; none if empty. */
    String baseline() default "";
}

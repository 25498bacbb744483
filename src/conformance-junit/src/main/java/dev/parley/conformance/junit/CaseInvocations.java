package dev.parley.conformance.junit;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Gives JUnit an invocation for each case that a {@link ConformanceTest} selects. Stateless. */
final class CaseInvocations implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(ConformanceTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        ConformanceTest test = context.getRequiredTestMethod().getAnnotation(ConformanceTest.class);
        Baseline baseline = baseline(test.baseline());
        Selection selection = new Selection(patterns(test.cases()), patterns(test.exclude()), Selection.Compat.SHARP);
        return selection.of(AllCases.catalogue()).stream().map(one -> new Invocation(one, baseline));
    }

    private static Baseline baseline(String file) {
        try {
            return file.isEmpty() ? Baseline.EMPTY : Baseline.read(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<CasePattern> patterns(String... texts) {
        return Arrays.stream(texts).map(CasePattern::of).toList();
    }

    private record Invocation(ConformanceCase one, Baseline baseline) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return one.id();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ParameterResolver() {
                @Override
                public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
                    return parameter.getParameter().getType() == CaseRun.class;
                }

                @Override
                public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
                    return new CaseRun(one, baseline);
                }
            });
        }
    }
}

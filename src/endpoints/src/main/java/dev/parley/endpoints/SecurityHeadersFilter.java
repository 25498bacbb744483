package dev.parley.endpoints;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Adds the {@link SecurityHeaders} to every response. The WAR of Parley maps it in its {@code web.xml}; an application
 * that uses the jar has pages of its own and decides for itself.
 */
public final class SecurityHeadersFilter implements Filter {
    /** Called by the container. */
    public SecurityHeadersFilter() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (response instanceof HttpServletResponse http) {
            SecurityHeaders.ALL.forEach(http::setHeader);
        }
        chain.doFilter(request, response);
    }
}

/** What is deployed, where it answers, and how an embedded container is driven by Arquillian. */
@NullMarked
package dev.parley.containers.deploy;

import org.jspecify.annotations.NullMarked;

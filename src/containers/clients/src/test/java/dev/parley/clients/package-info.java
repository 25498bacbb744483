/** Real clients against real servers: each server is a process of its own, each client a program as people use it. */
@NullMarked
package dev.parley.clients;

import org.jspecify.annotations.NullMarked;

/** Fan-out side by side: one message to many connections, by server CPU time, against peers and a physical bound. */
@NullMarked
package dev.parley.bench.fanout;

import org.jspecify.annotations.NullMarked;

/** Spring's STOMP over WebSocket with its simple broker, on Tomcat 11. */
@NullMarked
package dev.parley.peers.spring;

import org.jspecify.annotations.NullMarked;

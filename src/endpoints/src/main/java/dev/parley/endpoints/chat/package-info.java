/** The plain chat: its JSON messages, its rules and its rooms. */
@NullMarked
package dev.parley.endpoints.chat;

import org.jspecify.annotations.NullMarked;

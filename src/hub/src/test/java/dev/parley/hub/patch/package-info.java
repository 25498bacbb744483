/** Tests of merge patches. */
@org.jspecify.annotations.NullMarked
package dev.parley.hub.patch;

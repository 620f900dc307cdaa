/**
 * Commands that open, list, choose and close sessions, and {@code status}.
 */
package io.metash.command.session;

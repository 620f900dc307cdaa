/**
 * {@code tutor}: a drill on a sample cluster in a scratch directory.
 */
package io.metash.command.tutor;

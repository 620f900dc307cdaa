/**
 * {@code tutor}: a drill on a sample cluster in a scratch directory.
 */
@NullMarked
package io.metash.command.tutor;

import org.jspecify.annotations.NullMarked;

/**
 * Options that several commands share, as picocli mixins, and the parsing of their values.
 */
@NullMarked
package io.metash.command.option;

import org.jspecify.annotations.NullMarked;

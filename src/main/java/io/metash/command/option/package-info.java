/**
 * Options that several commands share, as picocli mixins, and the parsing of their values.
 */
package io.metash.command.option;

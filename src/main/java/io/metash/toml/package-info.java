/**
 * TOML text: {@link io.metash.toml.TomlScanner} finds tables and values with their positions, for readers of settings and
 * for the editor of a meta service's configuration.
 */
@NullMarked
package io.metash.toml;

import org.jspecify.annotations.NullMarked;

/** Commands on a running service: members, watch, writes, features, metrics, snapshots, leadership. */
@NullMarked
package io.metash.command.service;

import org.jspecify.annotations.NullMarked;

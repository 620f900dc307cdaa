/** Commands on a running service: members, watch, writes, features, metrics, snapshots, leadership. */
package io.metash.command.service;

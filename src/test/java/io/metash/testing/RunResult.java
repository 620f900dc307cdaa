package io.metash.testing;

/** Exit status and output of one run of a program. */
public record RunResult(int status, String out, String err) {}

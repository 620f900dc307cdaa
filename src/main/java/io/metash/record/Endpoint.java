package io.metash.record;

/**
 * A host and a port.
 *
 * @param addr host name or address; IPv6 in brackets
 * @param port 0 to 65535
 * @param extra unknown fields
 */
public record Endpoint(String addr, int port, UnknownFields extra) {
    /** An endpoint without unknown fields. */
    public Endpoint(String addr, int port) {
        this(addr, port, UnknownFields.NONE);
    }

    /** Whether both name the same socket; compares text only, host names are not resolved. */
    public boolean sameAs(Endpoint other) {
        return port == other.port && HostName.canonical(addr).equals(HostName.canonical(other.addr));
    }

    @Override
    public String toString() {
        return addr + ":" + port;
    }
}

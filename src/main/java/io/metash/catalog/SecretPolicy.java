package io.metash.catalog;

/** Whether output shows secrets (values §7). */
public enum SecretPolicy {
    /** Secrets are masked. */
    HIDE,
    /** Secrets are printed. */
    SHOW;

    /** Whether secrets are hidden. */
    public boolean hides() {
        return this == HIDE;
    }
}

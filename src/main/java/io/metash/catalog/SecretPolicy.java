package io.metash.catalog;

/** Whether secrets are printed (values §7). */
public enum SecretPolicy {
    /** A mark is printed in their place. */
    HIDE,
    /** They are printed. */
    SHOW;

    /** Whether secrets are hidden. */
    public boolean hides() {
        return this == HIDE;
    }
}

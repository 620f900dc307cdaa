package io.metash.catalog;

import java.util.ArrayList;
import java.util.List;

/** Decodes the bit set of a grant's privileges (values §4.9). */
public final class Privileges {
    private static final List<String> NAMES = List.of(
            "Usage",
            "Create",
            "Select",
            "Insert",
            "Set",
            "Update",
            "Delete",
            "Drop",
            "Alter",
            "Super",
            "CreateUser",
            "CreateRole",
            "Grant",
            "CreateStage",
            "DropRole",
            "DropUser",
            "CreateDataMask",
            "Ownership",
            "Read",
            "Write",
            "CreateDatabase",
            "CreateWarehouse",
            "CreateConnection",
            "AccessConnection",
            "CreateSequence",
            "AccessSequence",
            "CreateProcedure",
            "AccessProcedure",
            "ApplyMaskingPolicy",
            "CreateMaskingPolicy",
            "ApplyRowAccessPolicy",
            "CreateRowAccessPolicy");

    private Privileges() {}

    /** Names of the bits that are set, u64; {@code bit 40} for an unknown bit. */
    public static List<String> names(long bits) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((bits >>> bit & 1) != 0) {
                names.add(bit < NAMES.size() ? NAMES.get(bit) : "bit " + bit);
            }
        }
        return names;
    }
}

package io.metash.catalog;

import java.util.ArrayList;
import java.util.List;

/** The privileges of a grant: a set of bits (values §4.9). */
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

    /** The names of the bits that are set, u64; {@code bit 40} for one without a name. */
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

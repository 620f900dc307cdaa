package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.metash.record.Bytes;
import io.metash.record.U64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real values of several releases refer to. */
class ReferencesTest {
    private static final String GRANTS_120 =
            "0a02723112ac010a150a080a00a00678a806181080808001a00678a806180a1f0a15120d0a"
                    + "0764656661756c7412026462a00678a806181002a00678a806180a230a191a110a0764656661756c74120264621a027462a00678a80618"
                    + "1002a00678a806180a160a0c22040a026631a00678a806181001a00678a806180a180a0c2a040a027331a00678a8061810808020a00678"
                    + "a806180a150a080a00a00678a8061810feffbf01a00678a80618a00678a806181a17313937302d30312d30312030303a30303a30302055"
                    + "54432217313937302d30312d30312030303a30303a303020555443a00678a80618";
    private static final String USER_67 =
            "0a09746573745f757365721201251a1912110a0d746573745f70617373776f72641001a00643a8061822"
                    + "1a0a120a080a00a00643a806181002a00643a80618a00643a806182a0f080a1080501880a001a00643a80618322e08011205726f6c6531"
                    + "1a086d79706f6c69637922137465737470617373776f7264706f6c69637931a00643a80618a00643a80618";

    private final List<String> seen = new ArrayList<>();
    private final References references = new References(new References.ReferenceSink() {
        @Override
        public void id(ReferenceKind reason, ObjectKind thing, long id) {
            seen.add(reason + " " + thing + " " + U64.text(id));
        }

        @Override
        public void name(ReferenceKind reason, ObjectKind thing, Bytes key) {
            seen.add(reason + " " + key);
        }

        @Override
        public void unread() {
            seen.add("unread");
        }
    });

    private List<String> of(String key, byte[] value) {
        seen.clear();
        references.scan(Bytes.utf8(key), Bytes.of(value));
        return List.copyOf(seen);
    }

    /** Values that the reference program keeps as samples of its releases. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            __fd_object_owners/t/database-by-id/1 | 0a02723112130a0b0a0764656661756c741001a0064ca80618a0064ca80618 | OWNS __fd_roles/t/r1, OWNED DATABASE 1
            __fd_object_owners/t/warehouse-by-id/a | 0a02723112132a0b0a0961756e697175656964a00678a80618a00678a80618 | OWNS __fd_roles/t/r1
            __fd_object_owners/t/connection-by-name/c1 | 0a027231120d32040a026331a0068901a80618a0068901a80618 | OWNS __fd_roles/t/r1, OWNED __fd_connection/t/c1
            __fd_object_owners/t/sequence-by-name/s1 | 0a027231120d3a040a027331a0068b01a80618a0068b01a80618 | OWNS __fd_roles/t/r1, OWNED __fd_sequence/t/s1
            __fd_object_owners/t/procedure-by-id/2 | 0a027231120b42020802a0069301a80618a0069301a80618 | OWNS __fd_roles/t/r1, OWNED PROCEDURE 2
            __fd_object_owners/a%2db/masking-policy-by-id/42 | 0a0a6f776e65725f726f6c65120b4a02082aa0069f01a80618a0069f01a80618 | OWNS __fd_roles/a%2db/owner_role, OWNED MASKING_POLICY 42
            __fd_object_owners/t/row-access-policy-by-id/42 | 0a0a6f776e65725f726f6c65120b5202082aa006a101a80618a006a101a80618 | OWNS __fd_roles/t/owner_role, OWNED ROW_ACCESS_POLICY 42
            __fd_users/t/%27u1%27%40%27%25%27 | 0a0275311201251a080a00a00645a8061822460a1f0a153a0d0a0764656661756c741001180aa00645a806181004a00645a806180a1d0a13320b0a0764656661756c741001a00645a806181002a00645a80618a00645a806182a06a00645a806183206a00645a80618a00645a80618 | GRANTED TABLE 10, GRANTED DATABASE 1
            __fd_table_by_id/7 | 0a07a0069901a806184000a20117323031342d31312d32382031323a30303a303920555443aa0117323031342d31312d32392031323a30303a313020555443ba0107a0069901a80618e20101019a020c0801120101a0069901a80618a202100802120c0802120102a0069901a80618a0069901a80618 | NEEDED ROW_ACCESS_POLICY 1, NEEDED MASKING_POLICY 2
            __fd_sequence/t/s | 0a17313937302d30312d30312030323a35313a3037205554431217313937302d30312d30312030323a35313a3037205554431a037365712805300a3801a0068601a80618 | NEEDED __fd_sequence_storage/t/s
            __fd_db_id_list/t/db1 | 0a020919a00613a80618 | ONCE_NAMED DATABASE 9, ONCE_NAMED DATABASE 25
            __fd_table_id_list/1/t | 080908e707a00613a80618 | ONCE_NAMED TABLE 9, ONCE_NAMED TABLE 999
            __fd_table_id_to_name/7 | 080612017aa00613a80618 | NEEDED DATABASE 6
            """)
    void samplesOfTheReferenceProgram(String key, String hex, String expected) {
        assertEquals(expected, String.join(", ", of(key, HexFormat.of().parseHex(hex))));
    }

    @Test
    void grantsOfEveryKindAreReferences() {
        assertEquals(
                List.of(
                        "GRANTED __fd_database/t/db",
                        "GRANTED __fd_database/t/db",
                        "GRANTED __fd_udfs/t/f1",
                        "GRANTED __fd_stages/t/s1"),
                of("__fd_roles/t/r1", HexFormat.of().parseHex(GRANTS_120)));
        assertEquals(
                List.of(
                        "OF_USER __fd_roles/t/role1",
                        "OF_USER __fd_network_policies/t/mypolicy",
                        "OF_USER __fd_password_policies/t/testpasswordpolicy1"),
                of("__fd_users/t/%27test_user%27%40%27%25%27", HexFormat.of().parseHex(USER_67)));
        // A role whose name needs an escape, and a built-in one; a database of another catalog.
        byte[] roles = message(
                2,
                join(
                        field(2, join(field(1, "rôle-1"), number(2, 1))),
                        field(2, join(field(1, "account_admin"), number(2, 1))),
                        field(1, field(1, field(2, join(field(1, "hive"), field(2, "db"))))),
                        field(1, field(1, field(2, join(field(1, "default"), field(2, "system")))))));
        assertEquals(List.of("GRANTED __fd_roles/t/r%c3%b4le%2d1"), of("__fd_roles/t/r2", roles));
    }

    @Test
    void keysOfATableReferToIt() {
        byte[] none = {};
        assertEquals(List.of("KEPT_FOR TABLE 12"), of("__fd_table_copied_files/12//a/b", none));
        assertEquals(List.of("KEPT_FOR TABLE 13"), of("__fd_table_lvt/13", none));
        assertEquals(List.of("KEPT_FOR TABLE 14"), of("__fd_autoincrement_storage/t/14/2", none));
        assertEquals(
                List.of("KEPT_FOR MASKING_POLICY 3", "KEPT_FOR TABLE 4"),
                of("__fd_mask_policy_apply_table_id/t/3/4", none));
        assertEquals(List.of(), of("__fd_table_lvt", none));
        assertEquals(List.of(), of("__fd_table_lock/t/5/6", none));
        assertEquals(List.of(), of("whatever/else", none));
        byte[] options = join(
                field(5, join(field(1, "database_id"), field(2, "42"))),
                field(5, join(field(1, "materialized_view_source_table_id"), field(2, "7"))),
                field(5, join(field(1, "snapshot_location"), field(2, "8"))),
                number(100, 1));
        assertEquals(List.of("NEEDED DATABASE 42", "NEEDED TABLE 7"), of("__fd_table_by_id/1", options));
    }

    @Test
    void compressedValuesAreRead() {
        byte[] plain = HexFormat.of().parseHex(GRANTS_120);
        byte[] packed = join(new byte[] {0x0f, 1, 0, 0}, Zstd.compress(plain));
        assertEquals(of("__fd_roles/t/r1", plain), of("__fd_roles/t/r1", packed));
        packed[2] = 1;
        assertEquals(List.of("unread"), of("__fd_roles/t/r1", packed));
        packed[2] = 0;
        assertEquals(List.of("unread"), of("__fd_roles/t/r1", Arrays.copyOf(packed, packed.length - 3)));
        assertEquals(List.of("unread"), of("__fd_roles/t/r1", new byte[] {0x0f, 1}));
        // A decompression bomb: it is not decompressed to its end.
        byte[] bomb = join(new byte[] {0x0f, 1, 0, 0}, Zstd.compress(new byte[64 << 20]));
        assertEquals(List.of("unread"), of("__fd_roles/t/r1", bomb));
    }

    /** Damaged bytes cause no exception and no read past their end. */
    @Test
    void truncatedFlippedAndRandomValuesAreHandled() {
        Random random = new Random(5);
        int unread = 0;
        for (String hex : List.of(GRANTS_120, USER_67)) {
            byte[] whole = HexFormat.of().parseHex(hex);
            for (int cut = 0; cut < whole.length; cut++) {
                unread += of("__fd_users/t/u", Arrays.copyOf(whole, cut)).contains("unread") ? 1 : 0;
                byte[] flipped = whole.clone();
                flipped[cut] ^= (byte) (1 << random.nextInt(8));
                of("__fd_users/t/u", flipped);
            }
        }
        assertTrue(unread > 300, unread + " cuts were seen");
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            read += of("__fd_object_owners/t/table-by-id/1", noise).equals(List.of("unread")) ? 0 : 1;
        }
        assertTrue(read < 20, read + " of 20000 were taken for messages");
        assertEquals(List.of("unread"), of("__fd_users/t/u", "{\"name\":\"old\"}".getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] message(int number, byte[] content) {
        return join(field(number, content), number(100, 172), number(101, 24));
    }

    static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] field(int number, byte[] content) {
        return join(varint((long) number << 3 | 2), varint(content.length), content);
    }

    static byte[] number(int number, long value) {
        return join(varint((long) number << 3), varint(value));
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

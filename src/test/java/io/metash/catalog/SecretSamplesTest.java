package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.catalog.GoldenSamples.Sample;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets in golden samples are not printed (values §7). */
class SecretSamplesTest {
    /** Every text or byte string of a field that is declared secret, including all entries of secret maps. */
    private static void collect(StoredMessage message, Set<String> secrets) {
        for (StoredField field : message.fields()) {
            if (field.type != null && field.type.form() == FieldForm.SECRET && field instanceof StoredField.Data data) {
                secrets.add(
                        field.type.wire() == FieldType.Wire.BYTES
                                ? HexFormat.of().formatHex(data.bytes)
                                : new String(data.bytes, StandardCharsets.UTF_8));
            } else if (field instanceof StoredField.Nested nested) {
                if (field.type.form() == FieldForm.SECRET_VALUES) {
                    secrets.add(nested.message.text("value"));
                } else {
                    collect(nested.message, secrets);
                }
            }
        }
    }

    @Test
    void declaredSecretsAreHidden() throws BadMessage {
        int samples = 0;
        for (Sample sample : GoldenSamples.all()) {
            Set<String> secrets = new TreeSet<>();
            collect(sample.read(), secrets);
            secrets.removeIf(secret -> secret.length() < 4);
            String hidden = CompactJson.of(sample.value(), SecretPolicy.HIDE);
            String shown = CompactJson.of(sample.value(), SecretPolicy.SHOW);
            for (String secret : secrets) {
                assertFalse(hidden.contains(":\"" + secret + "\""), sample + " shows " + secret);
                assertTrue(shown.contains(":\"" + secret + "\""), sample + " lost " + secret);
            }
            samples += secrets.isEmpty() ? 0 : 1;
        }
        assertEquals(38, samples);
    }

    /** The fields of values §7.1 and §7.2 that occur in golden samples. */
    @Test
    void secretsOfTheValuesPageAreDeclared() {
        Set<String> declared = new TreeSet<>();
        for (String name : MessageType.names()) {
            for (FieldType field : MessageType.named(name).orElseThrow().fields()) {
                if (field.form().isSecret()) {
                    declared.add(name + "." + field.name());
                }
            }
        }
        assertEquals(
                List.of(
                        "AuthInfo.Password.hash_value",
                        "AzblobStorageConfig.account_key",
                        "CosStorageConfig.secret_id",
                        "CosStorageConfig.secret_key",
                        "FtpStorageConfig.password",
                        "GcsStorageConfig.credential",
                        "HuggingfaceStorageConfig.token",
                        "IcebergGlueCatalogOption.props",
                        "IcebergHmsCatalogOption.props",
                        "IcebergRestCatalogOption.props",
                        "IcebergStorageCatalogOption.props",
                        "ObsStorageConfig.access_key_id",
                        "ObsStorageConfig.secret_access_key",
                        "OssStorageConfig.access_key_id",
                        "OssStorageConfig.access_key_secret",
                        "OssStorageConfig.role_arn",
                        "OssStorageConfig.server_side_encryption",
                        "OssStorageConfig.server_side_encryption_key_id",
                        "PaimonCatalogOption.options",
                        "S3StorageConfig.access_key_id",
                        "S3StorageConfig.external_id",
                        "S3StorageConfig.master_key",
                        "S3StorageConfig.role_arn",
                        "S3StorageConfig.secret_access_key",
                        "S3StorageConfig.security_token",
                        "ShareCredentialHMAC.key",
                        "ShareEndpointMeta.args",
                        "TokenInfo.parent",
                        "UDFServer.headers",
                        "UDTFServer.headers",
                        "UserDefinedConnection.storage_params",
                        "WebhdfsStorageConfig.delegation"),
                List.copyOf(declared));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            https://u:p@h/x?a=b#c | https://<redacted>@h/x?<redacted>#c
            s3://bucket/root | s3://bucket/root
            CREATE STAGE s URL='s3://b' CONNECTION=(ACCESS_KEY_ID='AK' SECRET_ACCESS_KEY = "SK") | CREATE STAGE s URL='s3://b' CONNECTION=(ACCESS_KEY_ID=<redacted> SECRET_ACCESS_KEY = <redacted>)
            create user u identified by 'it''s' | create user u identified by <redacted>
            create user u IDENTIFIED WITH sha256_password BY "pw" | create user u IDENTIFIED WITH sha256_password BY <redacted>
            aws_token => abc, x => 1 | aws_token => <redacted>, x => 1
            select a, b from t where a = 'x' | select a, b from t where a = 'x'
            """)
    void textsAreMasked(String text, String masked) {
        assertEquals(masked, SecretNames.mask(text));
    }
}

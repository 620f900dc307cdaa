package io.metash.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for a name, created on the spot, and its own authority.
 *
 * @param authority the trusted authority, PEM
 * @param chain the certificate, PEM
 * @param key its private key, PEM
 */
public record Certificate(Path authority, Path chain, Path key) {
    private static final String PASSWORD = "of no secret";

    /** Creates one in a directory. */
    public static Certificate of(String host, Path directory, String name) throws IOException, InterruptedException {
        return of(host, directory, name, "-1H", "RSA");
    }

    /** Creates one whose two days of validity begin at a time such as {@code -5d}, with keys of an algorithm. */
    public static Certificate of(String host, Path directory, String name, String from, String kind)
            throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        keys(store, "authority", "CN=authority " + name, "-keyalg", kind, "-validity", "9", "-ext", "bc:c");
        keys(
                store,
                "it",
                "CN=" + host,
                "-keyalg",
                kind,
                "-validity",
                "2",
                "-startdate",
                from,
                "-ext",
                "san=dns:" + host,
                "-signer",
                "authority");
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new Certificate(
                    pem(
                            directory.resolve(name + ".ca"),
                            "CERTIFICATE",
                            keys.getCertificate("authority").getEncoded()),
                    pem(
                            directory.resolve(name + ".pem"),
                            "CERTIFICATE",
                            keys.getCertificate("it").getEncoded()),
                    pem(
                            directory.resolve(name + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private static void keys(Path store, String alias, String who, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                who,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(more));
        Path output = Path.of(store + ".said");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertEquals(0, keytool.waitFor(), Files.readString(output));
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
